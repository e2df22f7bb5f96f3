import { totalmem } from 'node:os';
import { shareWeights } from '@facet/autodiff';
import type { OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import { graphMemory } from '../memory/graph-memory.ts';
import { heldBytes, takenTogether } from '../memory/session-memory.ts';
import { LARGE_BYTES_MIN, storedBytes } from '../memory/stored-bytes.ts';
import type { SessionMemory } from '../types.ts';
import { castForEachReader } from './narrow-weights.ts';
import { Network, type NetworkSettings, type SessionSettings } from './network.ts';

/**
 * Weights, as they are stored, that open sessions may have together before the least recently used is closed. One step of inversion
 * needs the text encoders twice and the U-Net once, 8.4 GB for Stable Diffusion XL, and should not close any of them.
 */
const STORED_BYTES_MAX = Math.max(6 * 1024 ** 3, totalmem() / 2);

/** However small the model, no more sessions than this: each holds an arena for its activations. */
const SESSIONS_MAX = 24;

/** A session that can be opened: its name in the pool, and what makes its graph. */
export interface SessionSource {
  readonly name: string;
  readonly make: () => Promise<OnnxModel>;
}

export interface PoolSettings extends SessionSettings {
  /** Whether large networks on a CPU keep their weights of 16 bits as they are stored (`staysNarrow`). */
  readonly keepsNarrow?: boolean;
  /** What the system has for this process; default: what it says, within the limit of its container. */
  readonly freeBytes?: () => number;
}

interface Prepared {
  /** As its session gets it. */
  readonly graph: OnnxModel;
  readonly settings: NetworkSettings;
  readonly storedBytes: number;
  readonly memory: SessionMemory;
}

type Entry = Pick<Prepared, 'storedBytes' | 'memory'> & { readonly network: Network };

/**
 * Open sessions by name, opened when first asked for. All work goes through one queue, so none is closed in use. On a CPU the
 * least recently used are closed when what is free would not do for them and one more together.
 */
export class SessionPool {
  readonly #settings: PoolSettings;
  readonly #entries = new Map<string, Entry>();
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
  }

  /**
   * Runs `work` on the session of this name, which `make` gives the graph for when there is none yet.
   * @throws {ModelError} `closed`
   */
  use<T>(name: string, make: () => Promise<OnnxModel>, work: (network: Network) => Promise<T>): Promise<T> {
    if (this.#closed) {
      return Promise.reject(new ModelError('closed', 'The model was closed; load it again to use it.'));
    }
    const result = this.#queue.then(async () => work(await this.#open(name, make)));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** What a session takes, whether it is open or not. */
  async memoryOf({ name, make }: SessionSource): Promise<SessionMemory> {
    return this.#entries.get(name)?.memory ?? this.#prepare(await make()).memory;
  }

  /** What those take that are open, but for these. */
  memoryBeside(names: readonly string[]): SessionMemory[] {
    return [...this.#entries].filter(([name]) => !names.includes(name)).map(([, { memory }]) => memory);
  }

  /** What all that are open would give back. */
  heldBytes(): number {
    return heldBytes(this.memoryBeside([]));
  }

  /** Waits for work that was asked for before, then releases every session but these; each is opened again when it is asked for. */
  keepOnly(names: readonly string[]): Promise<void> {
    const result = this.#queue.then(async () => {
      for (const [name, { network }] of this.#entries) {
        if (names.includes(name)) continue;
        this.#entries.delete(name);
        await network.close();
      }
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** The same for every session, and for good. */
  close(): Promise<void> {
    this.#closed = true;
    return this.keepOnly([]);
  }

  async #open(name: string, make: () => Promise<OnnxModel>): Promise<Network> {
    const known = this.#entries.get(name);
    if (known) {
      // A Map iterates in insertion order; entering it anew makes it the most recently used.
      this.#entries.delete(name);
      this.#entries.set(name, known);
      return known.network;
    }
    const prepared = this.#prepare(await make());
    await this.#makeRoom(prepared);
    const network = await Network.open(prepared.graph, prepared.settings);
    this.#entries.set(name, { network, storedBytes: prepared.storedBytes, memory: prepared.memory });
    return network;
  }

  /**
   * A large network on a CPU saves memory: weights that forward and backward pass share are kept once, and the activations
   * of a run are not planned as one block, which from the second run on would stand beside what the first run took.
   */
  #prepare(model: OnnxModel): Prepared {
    const { device, threads, keepsNarrow = false } = this.#settings;
    const bytes = storedBytes(model);
    const savesMemory = device === 'cpu' && bytes >= LARGE_BYTES_MIN;
    const isNarrow = savesMemory && keepsNarrow;
    const graph = isNarrow ? castForEachReader(model) : savesMemory ? shareWeights(model) : model;
    const settings = { device, threads, plansMemory: !savesMemory, foldsWeights: !isNarrow };
    const memory = { ...graphMemory(graph, settings.foldsWeights), keepsActivations: settings.plansMemory };
    return { graph, settings, storedBytes: bytes, memory };
  }

  async #makeRoom({ storedBytes, memory }: Prepared): Promise<void> {
    const usable = this.#freeBytes() + this.heldBytes();
    for (const [name, { network }] of this.#entries) {
      const open = [...this.#entries.values()];
      const stored = open.reduce((sum, entry) => sum + entry.storedBytes, storedBytes);
      const fits = takenTogether([...open.map((entry) => entry.memory), memory]) <= usable;
      if (fits && stored <= STORED_BYTES_MAX && open.length < SESSIONS_MAX) return;
      this.#entries.delete(name);
      await network.close();
    }
  }

  /** What a card has is not known. */
  #freeBytes(): number {
    const { device, freeBytes = () => process.availableMemory() } = this.#settings;
    return device === 'cpu' ? freeBytes() : Infinity;
  }
}

import { totalmem } from 'node:os';
import { shareWeights } from '@facet/autodiff';
import { byteLength, elementCount, type OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import { castForEachReader, staysNarrow } from './narrow-weights.ts';
import { graphMemory, type GraphMemory } from '../memory/graph-memory.ts';
import { peakOfOpening, type Opening } from '../memory/opening.ts';
import { Network, type NetworkSettings, type SessionSettings } from './network.ts';

/**
 * Weights that open sessions may hold together before the least recently used is closed. One step of inversion needs the text
 * encoder twice and the U-Net once, 4.4 GB for Stable Diffusion 1.x, and must never close any of them.
 */
const WEIGHT_BYTES_MAX = Math.max(6 * 1024 ** 3, totalmem() / 4);

/**
 * From this size on CPU sessions save memory: kernels that forward and backward pass share are kept once, and the activations
 * of a run are not planned as one block, which from the second run on would stand beside what the first run took.
 */
const LARGE_BYTES_MIN = 512 * 1024 ** 2;

/** However small the model, no more sessions than this: each holds an arena for its activations. */
const SESSIONS_MAX = 24;

/** What a session takes that is open already. */
const OPEN: Opening = { storedBytes: 0, memory: { weights: 0, activations: 0 } };

/** A session that can be opened: its name in the pool, and what makes its graph. */
export interface SessionSource {
  readonly name: string;
  readonly make: () => Promise<OnnxModel>;
}

interface Entry {
  readonly network: Network;
  readonly bytes: number;
}

/** Open sessions by name, opened when first asked for. All work goes through one queue, so none is closed in use. */
export class SessionPool {
  readonly #settings: SessionSettings;
  readonly #entries = new Map<string, Entry>();
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(settings: SessionSettings) {
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

  /** What these sessions would take beyond those that are open, when they are used in this order: at most together, and each. */
  async memoryFor(
    sources: readonly SessionSource[],
  ): Promise<{ readonly peak: GraphMemory; readonly each: readonly GraphMemory[] }> {
    const openings: Opening[] = [];
    for (const { name, make } of sources) openings.push(this.#entries.has(name) ? OPEN : this.#opening(await make()));
    return { peak: peakOfOpening(openings, WEIGHT_BYTES_MAX), each: openings.map(({ memory }) => memory) };
  }

  #opening(model: OnnxModel): Opening {
    const { graph, settings } = this.#prepared(model);
    return { storedBytes: weightBytes(model), memory: graphMemory(graph, settings.foldsWeights) };
  }

  /** Waits for work that was asked for before, then releases every session. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue;
    for (const { network } of this.#entries.values()) await network.close();
    this.#entries.clear();
  }

  async #open(name: string, make: () => Promise<OnnxModel>): Promise<Network> {
    const known = this.#entries.get(name);
    if (known) {
      // A Map iterates in insertion order; entering it anew makes it the most recently used.
      this.#entries.delete(name);
      this.#entries.set(name, known);
      return known.network;
    }
    const model = await make();
    const bytes = weightBytes(model);
    await this.#makeRoom(bytes);
    const { graph, settings } = this.#prepared(model);
    const network = await Network.open(graph, settings);
    this.#entries.set(name, { network, bytes });
    return network;
  }

  /** A graph as its session gets it, and how that is opened. */
  #prepared(model: OnnxModel): { graph: OnnxModel; settings: NetworkSettings } {
    const savesMemory = this.#settings.device === 'cpu' && weightBytes(model) >= LARGE_BYTES_MIN;
    if (!savesMemory) return { graph: model, settings: { ...this.#settings, plansMemory: true, foldsWeights: true } };
    const isNarrow = staysNarrow(model);
    const settings = { ...this.#settings, plansMemory: false, foldsWeights: !isNarrow };
    return { graph: isNarrow ? castForEachReader(model) : shareWeights(model), settings };
  }

  async #makeRoom(bytes: number): Promise<void> {
    let held = [...this.#entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    for (const [name, entry] of this.#entries) {
      const isFull = held + bytes > WEIGHT_BYTES_MAX && this.#entries.size > 1;
      if (!isFull && this.#entries.size < SESSIONS_MAX) return;
      this.#entries.delete(name);
      held -= entry.bytes;
      await entry.network.close();
    }
  }
}

function weightBytes(model: OnnxModel): number {
  const sizes = model.proto.graph.initializer.map(
    ({ dataType, dims }) => byteLength(dataType, elementCount(dims)) ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

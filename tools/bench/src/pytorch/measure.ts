import type { BenchCase } from './case.ts';
import type { Ran, WorkerCase } from './protocol.ts';
import { mean, spreadOf, type Spread } from '../statistics.ts';
import { Worker } from './worker.ts';

export interface Side {
  /** Per iteration. */
  readonly cpuMs: Spread;
  readonly wallMs: Spread;
  readonly peakRssBytes: number;
  /** The peak without what the process held before it made any network. */
  readonly peakOverStartBytes: number;
  readonly versions: Readonly<Record<string, string | number>>;
}

export interface CaseResult {
  /** Without where its files lie on this machine. */
  readonly case: Omit<BenchCase, 'directory' | 'torchModel'>;
  readonly facet: Side;
  readonly torch: Side;
  /** Facet's over PyTorch's, by rounds. */
  readonly cpuRatio: Spread;
  readonly wallRatio: Spread;
  readonly peakRssRatio: number;
  readonly peakOverStartRatio: number;
}

export interface MeasureOptions {
  readonly rounds: number;
  readonly threads: number;
  readonly python: string;
  readonly onRound: (round: number) => void;
}

/** Iterations that warm a side up: the first makes sessions and fills caches. */
const WARM_UP = 2;

interface Running {
  readonly worker: Worker;
  readonly loaded: Readonly<Record<string, string | number>> & { readonly rssBeforeBytes: number };
  /** One entry per round. */
  readonly rounds: Ran[];
}

async function start(worker: Worker, description: WorkerCase): Promise<Running> {
  const { loaded } = await worker.load(description);
  await worker.run(WARM_UP);
  return { worker, loaded, rounds: [] };
}

const cpuOf = (ran: Ran): number => mean(ran.samples.map((sample) => sample.cpuMs));
const wallOf = (ran: Ran): number => mean(ran.samples.map((sample) => sample.wallMs));

function summary({ rounds, loaded }: Running): Side {
  const peakRssBytes = Math.max(...rounds.map((ran) => ran.peakRssBytes));
  const { rssBeforeBytes, ...versions } = loaded;
  return {
    cpuMs: spreadOf(rounds.map(cpuOf)),
    wallMs: spreadOf(rounds.map(wallOf)),
    peakRssBytes,
    peakOverStartBytes: peakRssBytes - rssBeforeBytes,
    versions,
  };
}

/** Ratios of neighbouring turns, so that what else the machine does meanwhile weighs on both sides. */
function ratios(facet: Running, torch: Running, of: (ran: Ran) => number): Spread {
  return spreadOf(facet.rounds.flatMap((ran, i) => (torch.rounds[i] ? [of(ran) / of(torch.rounds[i])] : [])));
}

/** Runs one case on both sides in turns: Facet, PyTorch, PyTorch, Facet, and so on. */
export async function measureCase(bench: BenchCase, options: MeasureOptions): Promise<CaseResult> {
  const description = { ...bench, model: bench.torchModel, threads: options.threads };
  const workers = [
    new Worker('Facet', process.execPath, [`${import.meta.dirname}/facet-worker.ts`]),
    new Worker('PyTorch', options.python, [`${import.meta.dirname}/../../python/torch_worker.py`]),
  ] as const;
  try {
    const facet = await start(workers[0], description);
    const torch = await start(workers[1], description);
    for (let round = 0; round < options.rounds; round++) {
      const order = round % 2 === 0 ? [facet, torch] : [torch, facet];
      for (const side of order) side.rounds.push(await side.worker.run(bench.iterations));
      options.onRound(round + 1);
    }
    const [ours, theirs] = [summary(facet), summary(torch)];
    const { directory: _directory, torchModel: _torchModel, ...described } = bench;
    return {
      case: described,
      facet: ours,
      torch: theirs,
      cpuRatio: ratios(facet, torch, cpuOf),
      wallRatio: ratios(facet, torch, wallOf),
      peakRssRatio: ours.peakRssBytes / theirs.peakRssBytes,
      peakOverStartRatio: ours.peakOverStartBytes / theirs.peakOverStartBytes,
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

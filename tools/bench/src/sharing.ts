import { parseArgs } from 'node:util';
import { demoModelDirectory, loadModel, type DiffusionModel } from '@facet/diffusion';
import { runInversions, type InversionRequest } from '@facet/inversion';
import { describeEnvironment, pinnedVersion } from './environment.ts';
import { positive } from './options.ts';
import { cacheFile, writeResult } from './result-file.ts';
import { spreadOf, type Spread } from './statistics.ts';

const USAGE = `Usage: npm run bench -- sharing [options]
  --model <folder>   default: the demo model
  --rounds <n>       turns of each side (default 7)
  --steps <n>        optimiser steps of each run (default 10)
  --out <file>       where the JSON result goes (default tools/bench/.cache/sharing.json)`;

const RUNS = [2, 4] as const;

export interface SharingResult {
  readonly runs: number;
  readonly samplesPerPass: number;
  /** Of all runs, together over one after the other. */
  readonly cpuRatio: Spread;
  readonly wallRatio: Spread;
  readonly cpuMsTogether: Spread;
}

/**
 * What it costs to train several runs in one batch, over the same runs one after the other, on the device that FACET_DEVICE names.
 * Below 1 the device gains from shared batches.
 */
export async function measureSharing(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: 'string', default: demoModelDirectory() },
      rounds: { type: 'string', default: '7' },
      steps: { type: 'string', default: '10' },
      out: { type: 'string', default: cacheFile('sharing.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const rounds = positive('rounds', values.rounds);
  const steps = positive('steps', values.steps);
  const threads = 1;
  const model = await loadModel(values.model, { threads });
  const results: SharingResult[] = [];
  for (const runs of RUNS) results.push(await measure(model, runs, steps, rounds));
  await model.close();
  const onnxruntime = pinnedVersion('libs/diffusion', 'onnxruntime-node');
  const environment = { ...describeEnvironment(), threads, onnxruntime, device: model.device };
  writeResult(values.out, environment, { rounds, steps, results });
  for (const { runs, samplesPerPass, cpuRatio, wallRatio } of results)
    console.log(
      `${runs} runs, ${samplesPerPass} samples in a pass: CPU ${inWords(cpuRatio)}, wall ${inWords(wallRatio)} of one after the other`,
    );
  console.log(`Result: ${values.out}`);
}

const inWords = ({ median, min, max }: Spread): string => `${median.toFixed(2)} (${min.toFixed(2)}-${max.toFixed(2)})`;

const BATCH_SIZE = 4;

async function measure(model: DiffusionModel, runs: number, steps: number, rounds: number): Promise<SharingResult> {
  const requests = Array.from({ length: runs }, (_, seed) => requestOf(model, steps, seed));
  // One pass a step, as a worker whose device gains from it would have.
  const samplesPerPass = runs * BATCH_SIZE;
  const together = () => timed(() => runInversions(model, requests, { samplesPerPass }));
  const apart = () =>
    timed(async () => {
      for (const request of requests) await runInversions(model, [request]);
    });
  await together();
  await apart();
  const pairs: { together: Time; apart: Time }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) pairs.push({ together: await together(), apart: await apart() });
    else {
      const first = await apart();
      pairs.push({ apart: first, together: await together() });
    }
    console.error(`${runs} runs: round ${round + 1} of ${rounds}`);
  }
  return {
    runs,
    samplesPerPass,
    cpuRatio: spreadOf(pairs.map(({ together, apart }) => together.cpuMs / apart.cpuMs)),
    wallRatio: spreadOf(pairs.map(({ together, apart }) => together.wallMs / apart.wallMs)),
    cpuMsTogether: spreadOf(pairs.map(({ together }) => together.cpuMs)),
  };
}

function requestOf(model: DiffusionModel, steps: number, seed: number): InversionRequest {
  const side = model.defaultLatentSize * model.vaeScale;
  const data = Float32Array.from({ length: 3 * side * side }, (_, i) => Math.sin(i * 1.7 + seed));
  const settings = { steps, batchSize: BATCH_SIZE, seed };
  return { image: { data, dims: [1, 3, side, side] }, imageHash: String(seed), objectWord: 'cat', settings };
}

interface Time {
  readonly cpuMs: number;
  readonly wallMs: number;
}

async function timed(work: () => Promise<unknown>): Promise<Time> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, wallMs: performance.now() - start };
}

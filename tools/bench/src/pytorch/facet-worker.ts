/** Facet's side of the benchmark, a process of its own; see protocol.ts. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadModel, type DiffusionModel } from '@facet/diffusion';
import { invert } from '@facet/inversion';
import type { BenchRequest, Loaded, Ran, Sample, WorkerCase } from './protocol.ts';

type Work = () => Promise<unknown>;

/** Numbers between -1 and 1 that need no generator. */
const wave = (length: number, phase = 0): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + phase));

function residentBytes(kind: 'VmRSS' | 'VmHWM'): number {
  if (process.platform === 'linux') {
    const line = new RegExp(`^${kind}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(line?.[1] ?? 0) * 1024;
  }
  return kind === 'VmRSS' ? process.memoryUsage().rss : process.resourceUsage().maxRSS * 1024;
}

function prepare(model: DiffusionModel, { kind, batch, latent, contextLength, steps }: WorkerCase): Work {
  if (kind === 'inversion') {
    const side = latent * model.vaeScale;
    const image = { data: wave(3 * side * side), dims: [1, 3, side, side] };
    const settings = { steps, batchSize: batch };
    return () =>
      invert(model, { image, imageHash: '0'.repeat(64), method: 'textual-inversion', objectWord: 'cat', settings });
  }
  const dims = [batch, model.latentChannels, latent, latent];
  const size = dims.reduce((product, dim) => product * dim, 1);
  const latents = { data: wave(size), dims };
  const timesteps = Array.from({ length: batch }, () => 500);
  const context = wave(batch * contextLength * model.hiddenWidth, 1);
  const contexts = model.layers.map(() => context);
  if (kind === 'forward') return () => model.predict(latents, timesteps, contexts);
  const target = wave(size, 2);
  const weights = Array.from({ length: batch }, () => 1);
  return () => model.lossGradient({ latents, timesteps, contexts, target, sampleWeights: weights });
}

async function measure(work: Work, count: number): Promise<Ran> {
  const samples: Sample[] = [];
  for (let i = 0; i < count; i++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await work();
    const { user, system } = process.cpuUsage(cpu);
    samples.push({ cpuMs: (user + system) / 1000, wallMs: performance.now() - start });
  }
  return { samples, peakRssBytes: residentBytes('VmHWM') };
}

let work: Work | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as BenchRequest;
  let answer: Loaded | Ran;
  if ('load' in request) {
    const rssBeforeBytes = residentBytes('VmRSS');
    const model = await loadModel(request.load.directory, { device: 'cpu', threads: request.load.threads });
    work = prepare(model, request.load);
    answer = { loaded: { rssBeforeBytes, node: process.version } };
  } else {
    if (work === undefined) throw new Error('A worker must be told what to load before it runs.');
    answer = await measure(work, request.run);
  }
  console.log(JSON.stringify(answer));
}
process.exit(0);

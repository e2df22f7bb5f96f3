/** Measures one case in a process of its own, so that memory is its own and a failing driver takes nothing else along. */
import { writeFileSync } from 'node:fs';
import { loadModel, type DiffusionModel } from '@facet/diffusion';
import type { Answer, Case, Measured } from './protocol.ts';

/** Numbers between -1 and 1 that need no generator. */
const wave = (length: number, phase = 0): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + phase));

interface StepResult {
  readonly losses: Float32Array;
  readonly gradEmbeds: Float32Array;
}

function inputs(model: DiffusionModel, batch: number, latent: number) {
  const dims = [batch, model.latentChannels, latent, latent];
  const latents = { data: wave(dims.reduce((product, dim) => product * dim, 1)), dims };
  const timesteps = Array.from({ length: batch }, () => 500);
  const ids = Array.from({ length: batch }, () => {
    const { ids: prompt } = model.tokenizer.encode('a red cat');
    return prompt;
  });
  return { latents, timesteps, embeds: model.embed(ids), ends: ids.map((row) => row.indexOf(model.tokenizer.endId)) };
}

/** The pooled vectors go in, but only contexts carry a gradient back, as most methods want it. */
async function step(model: DiffusionModel, batch: number, latent: number): Promise<StepResult> {
  const { latents, timesteps, embeds, ends } = inputs(model, batch, latent);
  const { hidden, pooled } = await model.encodeText(embeds, ends);
  const { losses, gradContexts } = await model.lossGradient({
    latents,
    timesteps,
    contexts: model.layers.map(() => hidden),
    pooled: model.pooledWidth === undefined ? undefined : pooled,
    target: wave(latents.data.length, 2),
    sampleWeights: timesteps.map(() => 1),
  });
  const cotangent = new Float32Array(hidden.length);
  for (const gradient of gradContexts) for (const [at, value] of gradient!.entries()) cotangent[at]! += value;
  const { gradEmbeds } = await model.textGradient(embeds, cotangent);
  return { losses, gradEmbeds };
}

async function predict(model: DiffusionModel, batch: number, latent: number): Promise<Float32Array> {
  const { latents, timesteps, embeds, ends } = inputs(model, batch, latent);
  const { hidden, pooled } = await model.encodeText(embeds, ends);
  const contexts = model.layers.map(() => hidden);
  return model.predict(latents, timesteps, contexts, model.pooledWidth === undefined ? undefined : pooled);
}

async function timed(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}

async function measure({ folder, device, batch, latent, runs, threads, numbers }: Case): Promise<Measured> {
  const start = performance.now();
  const model = await loadModel(folder, { device, threads });
  const first = await step(model, batch, latent);
  const firstStepMs = performance.now() - start;
  const stepMs = await timed(runs, () => step(model, batch, latent));
  const prediction = await predict(model, 2 * batch, latent);
  const samplingStepMs = await timed(runs, () => predict(model, 2 * batch, latent));
  const decode = (): Promise<unknown> => model.decodeLatents(inputs(model, 1, latent).latents);
  await decode();
  const decodeMs = await timed(runs, decode);
  if (numbers !== undefined) {
    const all = { losses: first.losses, gradEmbeds: first.gradEmbeds, prediction };
    writeFileSync(
      numbers,
      JSON.stringify(Object.fromEntries(Object.entries(all).map(([name, data]) => [name, [...data]]))),
    );
  }
  await model.close();
  return { stepMs, samplingStepMs, decodeMs, firstStepMs, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
}

let answer: Answer;
try {
  answer = { measured: await measure(JSON.parse(process.argv[2]!) as Case) };
} catch (error) {
  answer = { failed: error instanceof Error ? error.message : String(error) };
}
console.log(JSON.stringify(answer));
process.exit(0);

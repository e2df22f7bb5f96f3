/**
 * What Facet's engine draws, for the comparison with the Python package: `node facet-draw.ts job.json` writes the latents to the
 * file that the job names.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { SchedulerName } from '@facet/base';
import { generate, loadModel } from '@facet/diffusion';
import { compose, loadTokenFile, type Composition } from '@facet/inversion';
import { writeSafetensors } from '@facet/safetensors';

interface Job {
  readonly model: string;
  readonly out: string;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly tokens: Readonly<Record<string, { readonly file: string; readonly strength: number }>>;
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: SchedulerName;
  readonly size: number;
}

const job = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Job;
const model = await loadModel(job.model, { device: 'cpu', threads: 1 });
const tokens: Composition['tokens'] = Object.fromEntries(
  await Promise.all(
    Object.entries(job.tokens).map(async ([attribute, { file, strength }]) => [
      attribute,
      { set: await loadTokenFile(file), strength },
    ]),
  ),
);
const { latents } = await generate(model, {
  ...job,
  prompt: await compose(model, { prompt: job.prompt, tokens }),
  width: job.size,
  height: job.size,
  batchSize: job.seeds.length,
});
const { dims, data } = latents;
writeFileSync(job.out, writeSafetensors(new Map([['latents', { dims, data }]]), {}));
await model.close();

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage, type DiffusionModel } from '@facet/diffusion';
import type { InversionRequest, InversionSettings } from '@facet/inversion';
import type { RunChoices } from './jobs.ts';

/** The model as a run works with it: at the size that the run's picture is brought to. */
export const modelFor = (model: DiffusionModel, { size }: RunChoices): DiffusionModel =>
  size === undefined ? model : model.atSize(size);

/** What the engine is asked for a run. A plain `invert` of it, in one piece, gives the tokens that our segments give. */
export async function requestOf(whole: DiffusionModel, run: RunChoices): Promise<InversionRequest> {
  const model = modelFor(whole, run);
  const size = model.defaultLatentSize * model.vaeScale;
  return {
    image: await decodeImage(run.picture, { width: size, height: size }),
    imageHash: run.imageHash,
    method: run.method,
    settings: settingsOf(run),
    ...(run.objectWord === null ? {} : { objectWord: run.objectWord }),
  };
}

/** As they came: the engine checks them where it resolves them. */
export const settingsOf = (run: RunChoices): Partial<InversionSettings> => run.settings;

/** The engine keeps checkpoints in files; ours are in storage, so each job has a file for as long as it runs. */
export async function withCheckpointFile<Result>(
  bytes: Uint8Array | undefined,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'facet-checkpoint-'));
  try {
    const path = join(folder, 'checkpoint.safetensors');
    if (bytes !== undefined) await writeFile(path, bytes);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { createHash } from 'node:crypto';
import { Estimate, type Device } from '@facet/base';
import { outputKey, type ComposeImagesInput } from '@facet/contracts';
import { addOutput, failRun, getCompositions, reportComposition, type Composition } from '@facet/db';
import { picturesAtOnce } from '@facet/diffusion';
import type { EngineDependencies } from '../../dependencies.ts';
import { attemptTransactions } from '../run/attempt-transactions.ts';
import { putPicture } from '../run/put-whole.ts';
import { settlingFailures, type Standing } from '../run/settle-failure.ts';
import { watched } from '../run/watch-run.ts';
import { readComposition } from './read-composition.ts';

export interface DrawInput extends ComposeImagesInput {
  /** Give way to others after so long, with the picture that is being drawn then. Without it all pictures are drawn at once. */
  readonly sliceSeconds?: number;
}

export interface DrawnSlice extends Standing {
  /** Pictures that are not there yet. */
  readonly missing: number;
}

/** Draws the pictures of a composition that are not there yet, each into storage and then into its row, or as many as fit into a slice. */
export async function drawComposition(
  dependencies: EngineDependencies,
  { organizationId, compositionId, attempt, sliceSeconds = Infinity }: DrawInput,
): Promise<DrawnSlice | Standing> {
  const { database, engine, store } = dependencies;
  const log = dependencies.log.child({ organizationId, compositionId });
  const inRun = attemptTransactions(database, organizationId, 'composition', { id: compositionId, attempt });
  let drawn = 0;
  let left: number | undefined;
  let told: number | undefined;
  const pulse = () =>
    inRun(async (t) => {
      if (left === told) return (await getCompositions(t, [compositionId]))[0]?.status ?? 'failed';
      return reportComposition(t, compositionId, (told = left)!);
    });

  const draw = async (signal: AbortSignal): Promise<DrawnSlice | Standing> => {
    const giveWayAt = performance.now() + sliceSeconds * 1000;
    const { row, job, done } = await inRun((t) => readComposition(t, compositionId));
    drawn = done.size;
    const missing = batches(row, engine.model.device).filter((indices) => !indices.every((index) => done.has(index)));
    const time = new Estimate(missing.length * row.steps);
    for (const [batch, indices] of missing.entries()) {
      const seeds = indices.map((index) => row.seeds[index]!);
      const { pictures } = await engine.run(
        { ...job, seeds },
        {
          signal,
          // A sampler may take another number of steps than it was asked for.
          onProgress: ({ step, of }) =>
            (left = time.update((batch + step / of) * row.steps, performance.now()) ?? left),
        },
      );
      for (const [i, png] of pictures.entries()) {
        const index = indices[i]!;
        const storageKey = outputKey(organizationId, compositionId, index);
        const pictureSizes = await putPicture(store, storageKey, png);
        const sha256 = createHash('sha256').update(png).digest('hex');
        const { width, height } = row;
        const output = {
          index,
          seed: seeds[i]!,
          storageKey,
          width,
          height,
          bytes: png.length,
          sha256,
          holdsTokens: false,
          pictureSizes,
        };
        const status = await inRun((t) => addOutput(t, compositionId, output, (told = left)));
        if (status !== 'running') return { status };
        drawn += 1;
      }
      if (performance.now() >= giveWayAt) break;
    }
    return { status: 'running', missing: row.seeds.length - drawn };
  };

  return settlingFailures(
    log,
    (code, message) => inRun((t) => failRun(t, 'composition', compositionId, code, message)),
    () => watched({ details: () => ({ drawn }), pulse, log }, draw),
  );
}

/**
 * Pictures that are drawn together round differently than alone, and a recipe names its whole batch, so batches depend on the
 * row and the device only. On a CPU, where batches gain nothing, each picture is one of its own.
 */
function batches({ seeds }: Composition, device: Device): number[][] {
  const size = picturesAtOnce(device);
  const indices = [...seeds.keys()];
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, i) => indices.slice(i * size, (i + 1) * size));
}

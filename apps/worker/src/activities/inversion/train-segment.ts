import {
  checkpointKey,
  type InvertImageInput,
  type PictureSizes,
  previewKey,
  segmentLossesKey,
} from '@facet/contracts';
import {
  type Checkpoint,
  failRun,
  getInversions,
  type Inversion,
  type InversionReport,
  reportInversion,
  saveCheckpoint,
} from '@facet/db';
import { createHash } from 'node:crypto';
import type { TrainProgress, TrainResult } from '../../engine/jobs.ts';
import type { EngineDependencies } from '../../dependencies.ts';
import { attemptTransactions } from '../run/attempt-transactions.ts';
import { putPicture, putWhole } from '../run/put-whole.ts';
import { settlingFailures, type Standing } from '../run/settle-failure.ts';
import { watched } from '../run/watch-run.ts';
import { forgetCheckpoints } from './forget-checkpoints.ts';
import { readInputs } from './read-inputs.ts';

export interface SegmentInput extends InvertImageInput {
  /** 0 prepares; each further one goes on from the checkpoint of the one before. */
  readonly segment: number;
  /** The step that it ends with. */
  readonly until: number;
  readonly preview: boolean;
}

export interface SegmentResult extends Standing {
  /** Where the run stands: this segment, a later one that another worker has done already, or an earlier one (standsAt). */
  readonly segment: number;
  readonly step: number;
  /** All steps of the run. */
  readonly steps: number;
  /** Of the next segments of this run. */
  readonly segmentSteps: number;
}

/**
 * Trains one segment and puts its checkpoint into storage, then its row into the database. A segment whose row is there is
 * not trained again; two workers at one segment write the same bytes under the same key.
 */
export async function trainSegment(
  dependencies: EngineDependencies,
  input: SegmentInput,
): Promise<SegmentResult | Standing> {
  const { database, engine, segmentSteps } = dependencies;
  const { organizationId, inversionId, attempt, segment, until, preview } = input;
  const log = dependencies.log.child({ organizationId, inversionId, segment });
  const inRun = attemptTransactions(database, organizationId, 'inversion', { id: inversionId, attempt });
  const report = (values: InversionReport) => inRun((t) => reportInversion(t, inversionId, values));

  let latest: TrainProgress | undefined;
  let told: TrainProgress | undefined;
  let from: string | undefined;
  const pulse = async () => {
    if (latest === told) return inRun(async (t) => (await getInversions(t, [inversionId]))[0]?.status ?? 'failed');
    const { step: done, losses, remainingSeconds } = (told = latest)!;
    return report({ done, losses, ...(remainingSeconds === undefined ? {} : { remainingSeconds }) });
  };
  const onProgress = (progress: TrainProgress): void => void (latest = progress);
  const details = () => ({ step: latest?.step, checkpointKey: from });

  return settlingFailures(
    log,
    (code, message) => inRun((t) => failRun(t, 'inversion', inversionId, code, message)),
    () =>
      watched({ details, pulse, log }, async (signal) => {
        const { row, run, last, checkpoint } = await readInputs(dependencies, input);
        const stands = standsAt(row, last, segmentSteps);
        if ((last !== undefined && last.segment >= segment) || stands.segment < segment - 1) return stands;
        from = last?.storageKey;
        const result = await engine.run({ kind: 'train', run, checkpoint, until, preview }, { signal, onProgress });
        const keys = await store(dependencies, input, result);
        const status = await inRun(async (t) => {
          const { checkpoint: bytes, step } = result;
          const sha256 = createHash('sha256').update(bytes).digest('hex');
          await saveCheckpoint(t, inversionId, {
            segment,
            step,
            storageKey: keys.checkpoint,
            bytes: bytes.length,
            sha256,
            previewKey: keys.preview ?? null,
            pictureSizes: keys.sizes ?? null,
          });
          const losses = result.losses.at(-1);
          return reportInversion(t, inversionId, {
            done: step,
            total: result.of,
            ...(losses && { losses }),
            ...(keys.sizes && { previewKey: keys.preview!, pictureSizes: keys.sizes }),
            ...(result.assessment && { assessment: result.assessment }),
          });
        });
        log.info({ step: result.step, steps: result.of }, 'segment trained');
        // Another worker, which was given this run when this one was taken for lost, has cleared away before.
        if (status === 'finished') await forgetCheckpoints(dependencies.store, organizationId, inversionId);
        return { status, segment, step: result.step, steps: result.of, segmentSteps };
      }),
  );
}

/**
 * Where the rows say that a run stands. That is behind what its workflow has seen done when the database has lost rows, as one
 * that goes on from an older copy of itself; then the workflow goes back, for a segment of more steps would have losses twice.
 */
export const standsAt = (
  { total }: Pick<Inversion, 'total'>,
  last: Checkpoint | undefined,
  segmentSteps: number,
): SegmentResult => ({
  status: 'running',
  segment: last?.segment ?? 0,
  step: last?.step ?? 0,
  steps: total,
  segmentSteps,
});

/** Puts what a segment made into storage, before any row says that it is there. */
async function store(
  { store }: EngineDependencies,
  { organizationId, inversionId, segment }: SegmentInput,
  { checkpoint, losses, preview, step }: TrainResult,
): Promise<{ checkpoint: string; preview: string | undefined; sizes: PictureSizes | undefined }> {
  const keys = {
    checkpoint: checkpointKey(organizationId, inversionId, segment),
    preview: preview && previewKey(organizationId, inversionId, step),
  };
  await putWhole(store, segmentLossesKey(organizationId, inversionId, segment), Buffer.from(JSON.stringify(losses)));
  const sizes = preview && (await putPicture(store, keys.preview!, preview));
  await putWhole(store, keys.checkpoint, checkpoint);
  return { ...keys, sizes };
}

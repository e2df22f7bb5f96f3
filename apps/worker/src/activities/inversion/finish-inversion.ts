import { type StepLosses, TOKEN_NAMES } from '@facet/base';
import {
  type InversionId,
  type InvertImageInput,
  lossCurveKey,
  pictureKeys,
  type PictureSizes,
  previewKey,
  segmentLossesKey,
  tokenFileKey,
  type TokenId,
  tokenPreviewKey,
} from '@facet/contracts';
import {
  DatabaseError,
  finishInversion as endInversion,
  failRun,
  getInversions,
  type InversionResult,
  type OrganizationTransaction,
  tokensOf,
} from '@facet/db';
import { decodeTokenFile } from '@facet/inversion';
import type { FinishResult } from '../../engine/jobs.ts';
import type { EngineDependencies } from '../../dependencies.ts';
import { attemptTransactions } from '../run/attempt-transactions.ts';
import { putPicture, putWhole } from '../run/put-whole.ts';
import { settlingFailures, type Standing } from '../run/settle-failure.ts';
import { Stopped } from '../run/stopped.ts';
import { newTokensOf, type TokenPreview } from '../run/token-rows.ts';
import { watched } from '../run/watch-run.ts';
import { forgetCheckpoints } from './forget-checkpoints.ts';
import { readInputs } from './read-inputs.ts';
import { type SegmentResult, standsAt } from './train-segment.ts';

/** A loss is a few dozen bytes, a segment some dozen losses. */
const MAX_LOSSES_BYTES = 16 * 1024 ** 2;

export interface FinishedInversion extends Standing {
  readonly tokenIds: readonly TokenId[];
}

/**
 * Draws and measures the trained tokens and puts them into the library, all or none. Done again it changes nothing. A run that is
 * not trained to its end is left alone; the answer says where it stands.
 */
export async function finishInversion(
  dependencies: EngineDependencies,
  input: InvertImageInput,
): Promise<FinishedInversion | SegmentResult | Standing> {
  const { database, engine, segmentSteps } = dependencies;
  const { organizationId, inversionId, attempt } = input;
  const log = dependencies.log.child({ organizationId, inversionId });
  const inRun = attemptTransactions(database, organizationId, 'inversion', { id: inversionId, attempt });
  const status = () => inRun(async (t) => (await getInversions(t, [inversionId]))[0]?.status ?? 'failed');

  /** Answers where the run stands if there is training left. */
  const make = (): Promise<SegmentResult | undefined> =>
    watched({ details: () => ({ phase: 'finish' }), pulse: status, log }, async (signal) => {
      const { row, run, last, checkpoint } = await readInputs(dependencies, input);
      if (last === undefined || last.step < row.total) return standsAt(row, last, segmentSteps);
      const result = await engine.run({ kind: 'finish', run, checkpoint: checkpoint! }, { signal });
      const { tokenPreviews, ...keys } = await store(dependencies, input, last.segment, last.step, result);
      const { tokenFile, standIns } = result;
      const tokens = newTokensOf(decodeTokenFile(tokenFile, 'the new tokens'), tokenPreviews, standIns);
      signal.throwIfAborted();
      await inRun((t) => keepTokens(t, inversionId, { tokens, ...keys }));
      return undefined;
    });

  return settlingFailures(
    log,
    (code, message) => inRun((t) => failRun(t, 'inversion', inversionId, code, message)),
    async () => {
      try {
        const left = (await status()) === 'finished' ? undefined : await make();
        if (left) return left;
      } catch (error) {
        // While the attempt is held nobody else writes the files of these keys.
        if (error instanceof Stopped && error.code === 'cancelling')
          await inRun(() => forgetTokenFiles(dependencies, input));
        throw error;
      }
      const tokenIds = await inRun((t) => tokensOf(t, inversionId));
      log.info({ tokens: tokenIds.length }, 'inversion finished');
      await forgetCheckpoints(dependencies.store, organizationId, inversionId).catch((error: unknown) =>
        log.warn({ err: error }, 'checkpoints of a finished run were not deleted'),
      );
      return { status: 'finished', tokenIds };
    },
  );
}

async function keepTokens(
  transaction: OrganizationTransaction,
  inversionId: InversionId,
  result: InversionResult,
): Promise<void> {
  try {
    await endInversion(transaction, inversionId, result);
  } catch (error) {
    // Cancelled in the last moment: whoever asked for that is answered by no tokens.
    if (error instanceof DatabaseError && error.code === 'wrong-state') throw new Stopped('cancelling');
    throw error;
  }
}

interface StoredKeys {
  readonly tokenFileKey: string;
  readonly lossCurveKey: string;
  readonly previewKey: string;
  readonly pictureSizes: PictureSizes;
  readonly tokenPreviews: Readonly<Record<string, TokenPreview>>;
}

async function store(
  { store }: EngineDependencies,
  { organizationId, inversionId }: InvertImageInput,
  segments: number,
  step: number,
  { tokenFile, preview, tokenPreviews }: FinishResult,
): Promise<StoredKeys> {
  const losses: StepLosses[] = [];
  for (let segment = 1; segment <= segments; segment++) {
    const bytes = await store.getBytes(segmentLossesKey(organizationId, inversionId, segment), MAX_LOSSES_BYTES);
    losses.push(...(JSON.parse(Buffer.from(bytes).toString()) as StepLosses[]));
  }
  const tokenPictures: Record<string, TokenPreview> = {};
  for (const [name, png] of Object.entries(tokenPreviews)) {
    const key = tokenPreviewKey(organizationId, inversionId, name);
    tokenPictures[name] = { previewKey: key, pictureSizes: await putPicture(store, key, png) };
  }
  const keys = {
    tokenFileKey: tokenFileKey(organizationId, inversionId),
    lossCurveKey: lossCurveKey(organizationId, inversionId),
    previewKey: previewKey(organizationId, inversionId, step),
  };
  const pictureSizes = await putPicture(store, keys.previewKey, preview);
  await putWhole(store, keys.lossCurveKey, Buffer.from(JSON.stringify(losses)));
  await putWhole(store, keys.tokenFileKey, tokenFile);
  return { ...keys, pictureSizes, tokenPreviews: tokenPictures };
}

/** A cancelled run has no token, so it has no files of any; resumed, it writes them again. */
async function forgetTokenFiles(
  { store }: EngineDependencies,
  { organizationId, inversionId }: InvertImageInput,
): Promise<void> {
  await store.delete(tokenFileKey(organizationId, inversionId));
  for (const name of TOKEN_NAMES)
    for (const key of pictureKeys(tokenPreviewKey(organizationId, inversionId, name))) await store.delete(key);
}

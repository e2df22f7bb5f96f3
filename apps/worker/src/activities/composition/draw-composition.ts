import type { Device } from '@facet/base';
import { type ComposeImagesInput, outputKey } from '@facet/contracts';
import {
  type Actor,
  addOutput,
  type Composition,
  type CompositionSlot,
  failRun,
  getCompositions,
  getOutputsOf,
  getSlots,
  getTokenContents,
  type OrganizationTransaction,
  type TokenContent,
} from '@facet/db';
import { picturesAtOnce } from '@facet/diffusion';
import { encodeTokenFile } from '@facet/inversion';
import { createHash } from 'node:crypto';
import type { DrawJob } from '../../engine/jobs.ts';
import type { EngineDependencies } from '../../dependencies.ts';
import { attemptTransactions } from '../run/attempt-transactions.ts';
import { putWhole } from '../run/put-whole.ts';
import { settlingFailures, type Standing } from '../run/settle-failure.ts';
import { libraryTokenSet } from '../run/token-rows.ts';
import { UnusableInput } from '../run/unusable-input.ts';
import { watched } from '../run/watch-run.ts';

/** The tokens were checked against whoever asked when the composition was made; now only row security decides. */
const WORKER: Actor = { kind: 'system', id: 'worker' };

/** Draws the pictures of a composition that are not there yet, each into storage and then into its row. */
export async function drawComposition(
  dependencies: EngineDependencies,
  { organizationId, compositionId, attempt }: ComposeImagesInput,
): Promise<Standing> {
  const { database, engine, store } = dependencies;
  const log = dependencies.log.child({ organizationId, compositionId });
  const inRun = attemptTransactions(database, organizationId, 'composition', { id: compositionId, attempt });
  const pulse = () => inRun(async (t) => (await getCompositions(t, [compositionId]))[0]?.status ?? 'failed');

  return settlingFailures(
    log,
    (code, message) => inRun((t) => failRun(t, 'composition', compositionId, code, message)),
    () => {
      let drawn = 0;
      return watched({ details: () => ({ drawn }), pulse, log }, async (signal) => {
        const { row, job, done } = await inRun((t) => readComposition(t, compositionId));
        drawn = done.size;
        for (const indices of batches(row, engine.model.device)) {
          if (indices.every((index) => done.has(index))) continue;
          const seeds = indices.map((index) => row.seeds[index]!);
          const { pictures } = await engine.run({ ...job, seeds }, { signal });
          for (const [i, png] of pictures.entries()) {
            const index = indices[i]!;
            const storageKey = outputKey(organizationId, compositionId, index);
            await putWhole(store, storageKey, png);
            const sha256 = createHash('sha256').update(png).digest('hex');
            const { width, height } = row;
            const output = { index, seed: seeds[i]!, storageKey, width, height, bytes: png.length, sha256 };
            const status = await inRun((t) => addOutput(t, compositionId, output));
            if (status !== 'running') return { status };
            drawn += 1;
          }
        }
        return { status: 'running' };
      });
    },
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

async function readComposition(transaction: OrganizationTransaction, id: ComposeImagesInput['compositionId']) {
  const [row] = await getCompositions(transaction, [id]);
  if (row === undefined) throw new UnusableInput('The composition was deleted.');
  const slots = await getSlots(transaction, [id]);
  const tokenIds = slots.map(({ tokenId }) => tokenId).filter((tokenId) => tokenId !== null);
  const tokens = await getTokenContents(transaction, WORKER, tokenIds);
  const { words, prompt, negativePrompt, steps, guidance, scheduler, width, height } = row;
  const job: Omit<DrawJob, 'seeds'> = {
    kind: 'draw',
    tokens: Object.fromEntries(slots.map((slot) => [slot.attribute, useOf(slot, tokens)])),
    words,
    prompt,
    negativePrompt,
    steps,
    guidance,
    scheduler,
    width,
    height,
  };
  const outputs = await getOutputsOf(transaction, [id]);
  return { row, job, done: new Set(outputs.map(({ index }) => index)) };
}

function useOf({ attribute, tokenId, tokenName, strength }: CompositionSlot, tokens: readonly TokenContent[]) {
  const token = tokens.find(({ id }) => id === tokenId);
  if (token === undefined)
    throw new UnusableInput(
      `The ${attribute} token ${JSON.stringify(tokenName)} was deleted or is not granted any more. Choose another one.`,
      'token-unavailable',
    );
  return { tokenFile: encodeTokenFile(libraryTokenSet(token)), strength };
}

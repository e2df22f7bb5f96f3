import { encodeId, type ComposeImagesInput } from '@facet/contracts';
import {
  getCompositions,
  getOutputsOf,
  getSlots,
  getTokenContents,
  type Actor,
  type CompositionSlot,
  type OrganizationTransaction,
  type TokenContent,
} from '@facet/db';
import { decodeTokenFile, encodeTokenFile, InversionError } from '@facet/inversion';
import type { DrawJob, DrawToken } from '../../engine/jobs.ts';
import { libraryTokenSet } from '../run/token-rows.ts';
import { UnusableInput } from '../run/unusable-input.ts';

/** The tokens were checked against whoever asked when the composition was made; now only row security decides. */
const WORKER: Actor = { kind: 'system', id: 'worker' };

/** A composition, what the engine is to do for it, and the places of the pictures that are there. Throws UnusableInput. */
export async function readComposition(transaction: OrganizationTransaction, id: ComposeImagesInput['compositionId']) {
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

function useOf(
  { attribute, tokenId, tokenName, strength }: CompositionSlot,
  tokens: readonly TokenContent[],
): DrawToken {
  const token = tokens.find(({ id }) => id === tokenId);
  if (token === undefined)
    throw new UnusableInput(
      `The ${attribute} token ${JSON.stringify(tokenName)} was deleted or is not granted any more. Choose another one.`,
      'token-unavailable',
    );
  const known = { id: encodeId('Token', token.id), name: tokenName };
  return { tokenFile: fileOf(token), strength, known };
}

/** What cannot be read back, such as numbers that no model can work with, can never be drawn. */
function fileOf(token: TokenContent): Uint8Array {
  try {
    const file = encodeTokenFile(libraryTokenSet(token));
    decodeTokenFile(file, `The token ${JSON.stringify(token.name)}`);
    return file;
  } catch (error) {
    if (error instanceof InversionError) throw new UnusableInput(error.message);
    throw error;
  }
}

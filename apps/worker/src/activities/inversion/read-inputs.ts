import type { InvertImageInput } from '@facet/contracts';
import { type Checkpoint, getInversions, type Inversion, lastCheckpoint, requireImage } from '@facet/db';
import { METHODS, type InversionMethod } from '@facet/inversion';
import { StorageError } from '@facet/storage';
import { createHash } from 'node:crypto';
import type { RunChoices } from '../../engine/jobs.ts';
import type { Dependencies } from '../../dependencies.ts';
import { UnusableInput } from '../run/unusable-input.ts';

/** Stored pictures are at most 25 megapixels as PNG. */
const MAX_PICTURE_BYTES = 128 * 1024 ** 2;

/** Some vectors and their moments; methods that learn weights, whose checkpoints are large, are not served. */
const MAX_CHECKPOINT_BYTES = 256 * 1024 ** 2;

/** Methods that a worker offers: those whose tokens are all that they leave, because libraries keep nothing else. */
const SERVED_METHODS: readonly InversionMethod[] = Object.values(METHODS).filter(({ trains }) => trains !== 'weights');

/** Those of them that a model can serve, by id: some start at what its reader reads. */
export const servedMethods = (hasReader: boolean): string[] =>
  SERVED_METHODS.filter(({ startsRead }) => hasReader || !startsRead).map(({ id }) => id);

export interface InversionInputs {
  readonly row: Inversion;
  readonly run: RunChoices;
  /** The last finished segment, undefined before the first. */
  readonly last: Checkpoint | undefined;
  readonly checkpoint: Uint8Array | undefined;
}

/** Reads what a piece of an inversion starts from. Throws UnusableInput where it is gone for good. */
export async function readInputs(
  { database, store }: Dependencies,
  { organizationId, inversionId }: InvertImageInput,
): Promise<InversionInputs> {
  const { row, image, last } = await database.withOrganization(organizationId, async (transaction) => {
    const [row] = await getInversions(transaction, [inversionId]);
    if (row === undefined || row.imageId === null) throw new UnusableInput('The picture was deleted.');
    const image = await requireImage(transaction, row.imageId);
    return { row, image, last: await lastCheckpoint(transaction, inversionId) };
  });
  if (image.storageKey === null) throw new UnusableInput(`The image ${image.id} is ${image.status}.`);
  if (!SERVED_METHODS.some(({ id }) => id === row.method))
    throw new UnusableInput(
      `The method "${row.method}" is not offered here; there are ${SERVED_METHODS.map(({ id }) => id).join(', ')}.`,
    );
  const picture = await readObject(store.getBytes(image.storageKey, MAX_PICTURE_BYTES));
  const { method, objectWord, settings, size } = row;
  return {
    row,
    run: {
      picture,
      imageHash: createHash('sha256').update(picture).digest('hex'),
      method,
      objectWord,
      settings,
      ...(size !== null && { size }),
    },
    last,
    checkpoint: last && (await store.getBytes(last.storageKey, MAX_CHECKPOINT_BYTES)),
  };
}

/** A picture whose row is there and whose object is not will not come back. */
async function readObject(bytes: Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await bytes;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-found')
      throw new UnusableInput('The picture was deleted.');
    throw error;
  }
}

import type { Attribute } from '@facet/base';
import {
  findOutputLink,
  followOutputLink,
  getCompositions,
  getSlots,
  getUsers,
  type Composition,
  type CompositionSlot,
  type Output,
  type OutputLink,
} from '@facet/db';
import { pixelsOnly } from '@facet/intake';
import { StorageError } from '@facet/storage';
import PQueue from 'p-queue';
import type { Services } from '../services.ts';
import { hashOfLink } from './link-secret.ts';
import { MAX_OUTPUT_BYTES, plainFile } from './plain-file.ts';

/** How a picture was drawn, as its page says it. */
interface SharedRecipe {
  readonly prompt: string | null;
  readonly negativePrompt: string;
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: string;
  /** Names of tokens, never the tokens. */
  readonly slots: readonly { readonly attribute: Attribute; readonly token: string; readonly strength: number }[];
  readonly words: Composition['words'];
}

/** What is said of a picture to whoever has its link. */
export interface SharedPicture {
  readonly width: number;
  readonly height: number;
  readonly createdAt: Date;
  /** Null: its maker does not wish to be named. */
  readonly maker: string | null;
  /** Null: its maker keeps it. */
  readonly recipe: SharedRecipe | null;
}

interface Followed extends SharedPicture {
  readonly link: OutputLink;
  readonly row: Output;
}

/** Where a link leads at this moment; undefined for one that never was, or has ended. It is read with its maker's eyes. */
export async function followLink(services: Services, secret: string): Promise<Followed | undefined> {
  const { operations, database, edge } = services;
  const found = await operations.statement((transaction) => findOutputLink(transaction, hashOfLink(secret)));
  if (!found) return undefined;
  const { organizationId, id, createdBy } = found;
  // Whoever looks at a picture, and be it a crowd, holds up nobody but its organisation, and that by no more than others do.
  return edge.transactions.byOrganization.take(organizationId, () =>
    database.withOrganization(
      organizationId,
      async (transaction): Promise<Followed | undefined> => {
        const followed = await followOutputLink(transaction, id);
        if (!followed) return undefined;
        const { link, row } = followed;
        const [composition] = link.showsRecipe ? await getCompositions(transaction, [row.compositionId]) : [];
        const slots = composition ? await getSlots(transaction, [composition.id]) : [];
        const [maker] = link.showsMaker ? await getUsers(transaction, [createdBy]) : [];
        return {
          link,
          row,
          width: row.width,
          height: row.height,
          createdAt: row.createdAt,
          maker: maker?.name ?? null,
          recipe: composition ? recipeOf(composition, slots, row) : null,
        };
      },
      { kind: 'user', id: createdBy },
    ),
  );
}

const recipeOf = (
  { prompt, negativePrompt, steps, guidance, scheduler, words }: Composition,
  slots: readonly CompositionSlot[],
  { seed }: Output,
): SharedRecipe => ({
  prompt,
  negativePrompt,
  seed,
  steps,
  guidance,
  scheduler,
  words,
  slots: slots.map(({ attribute, tokenName, strength }) => ({ attribute, token: tokenName, strength })),
});

/** Each is held as a file, twice. */
const queue = new PQueue({ concurrency: 2 });

/** The picture as a PNG, with as much about itself as its link shows; undefined where it is gone meanwhile. */
export const sharedFile = ({ store }: Services, { link, row }: Followed): Promise<Uint8Array | undefined> =>
  queue.add(async () => {
    try {
      const png = await store.getBytes(row.storageKey, MAX_OUTPUT_BYTES);
      return link.showsRecipe ? plainFile(png, row.id) : pixelsOnly(png);
    } catch (error) {
      if (error instanceof StorageError && error.code === 'not-found') return undefined;
      throw error;
    }
  });

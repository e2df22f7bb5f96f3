import {
  connect,
  createLibrary,
  download,
  getComposition,
  getInversion,
  isOver,
  listModels,
  listTokens,
  startComposition,
  startInversion,
  uploadPicture,
  type Attribute,
  type Composition,
  type Inversion,
  type Session,
  type TokenFieldsFragment,
} from '@facet/client';
import { newcomer } from '@facet/client/testing';
import { demoModelDirectory } from '@facet/diffusion';
import { pixelsOnly } from '@facet/intake';
import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import type { Stack } from './stack.ts';

/** A reference picture of the demo model. */
const PICTURE = join(demoModelDirectory(), 'references', '00-striped-yellow-cat-lying.png');

/** Cut into segments of two steps by the workers of `startStack`. */
export const STEPS = 6;
const SEEDS = [5, 6];

/** Everything that a run has made, in a form that two runs can be compared by. */
export interface Result {
  /** Attribute and vectors of each token in the library. */
  readonly tokens: readonly string[];
  /** SHA-256 of files. */
  readonly tokenFile: string;
  readonly lossCurve: string;
  /** SHA-256 of the pixels that a composition of the tokens draws. */
  readonly pictures: readonly string[];
}

export interface Inverting {
  readonly id: string;
  readonly libraryId: string;
}

export type Tenant = Awaited<ReturnType<typeof openTenant>>;

/** Somebody who signs up and uploads a picture. */
async function signUp(apiUrl: string) {
  const { client, session } = await newcomer(apiUrl);
  const { id: imageId } = await uploadPicture(client, { name: 'cat', body: await openAsBlob(PICTURE) });
  return { client, session, imageId };
}

/** Somebody who uses the API as clients do: new here, or as they were signed in to an installation that this one has come out of. */
export async function openTenant(
  { apiUrl, admin }: Stack,
  before?: { readonly session: Session; readonly imageId: string },
) {
  const { client, session, imageId } = before
    ? { ...before, client: connect({ url: apiUrl, credentials: before.session }) }
    : await signUp(apiUrl);

  const READERS = { inversion: getInversion, composition: getComposition } as const;

  /** Waits for the run to be what is asked for. A run that is over otherwise never will be. */
  async function until<Kind extends keyof typeof READERS>(
    kind: Kind,
    id: string,
    is: (run: Inversion | Composition) => boolean,
  ): Promise<Awaited<ReturnType<(typeof READERS)[Kind]>>> {
    let last: unknown;
    const found = await eventually(`${kind} ${rowId(id)} as expected`, async () => {
      // A server may be away; then the API answers again once it is back.
      const run = await READERS[kind](client, id).catch((error: unknown) => void (last = error));
      return run && (is(run) || isOver(run)) && run;
    }).catch((error: Error) => Promise.reject(new Error(error.message, { cause: last })));
    if (!is(found)) throw new Error(`The ${kind} is ${JSON.stringify(found)}.`);
    return found as Awaited<ReturnType<(typeof READERS)[Kind]>>;
  }

  const fetched = async ({ url }: { readonly url: string }): Promise<Uint8Array> =>
    new Uint8Array(await (await download(client, url)).arrayBuffer());

  const tenant = {
    client,
    session,
    imageId,
    until,
    library: (): Promise<string> => createLibrary(client, { name: randomUUID(), visibility: 'ORGANIZATION' }),
    /** The same picture, settings and seed each time, into a library of its own. */
    async invert(clientMutationKey?: string, into?: string): Promise<Inverting> {
      const libraryId = into ?? (await tenant.library());
      // A worker that has just come up is a moment away from offering its model.
      await eventually('a worker offers its model', async () =>
        (await listModels(client)).some(({ devices }) => devices.length > 0),
      );
      const settings = { name: 'cat', objectWord: 'cat', steps: STEPS, seed: 3 };
      const { id } = await startInversion(client, { ...settings, imageId, libraryId, clientMutationKey });
      return { id, libraryId };
    },
    async tokens({ libraryId }: Inverting): Promise<readonly TokenFieldsFragment[]> {
      return (await listTokens(client, { libraryId }).take()).nodes;
    },
    async compose(inverting: Inverting): Promise<string> {
      const slots = (await tenant.tokens(inverting)).map(({ id, attribute }) => ({
        attribute: attribute as Attribute,
        tokenId: id,
      }));
      return (await startComposition(client, { slots, seeds: SEEDS, steps: 4 })).id;
    },
    async pictures(compositionId: string): Promise<string[]> {
      const { outputs } = await until('composition', compositionId, ({ status }) => status === 'FINISHED');
      // Their recipes name the tokens' ids.
      return Promise.all(outputs.map(async ({ file }) => hashOf(pixelsOnly(await fetched(file!)))));
    },
    /** SHA-256 of what an inversion has written. */
    async files({ id }: Inverting): Promise<Pick<Result, 'tokenFile' | 'lossCurve'>> {
      const { tokenFile, lossCurve } = await getInversion(client, id);
      return { tokenFile: hashOf(await fetched(tokenFile!)), lossCurve: hashOf(await fetched(lossCurve!)) };
    },
    /** Waits for the end of an inversion, composes its tokens, and gathers everything. */
    async result(inverting: Inverting): Promise<Result> {
      await until('inversion', inverting.id, ({ status }) => status === 'FINISHED');
      const pictures = await tenant.pictures(await tenant.compose(inverting));
      const { rows } = await admin.query<{ attribute: string; vectors: number[] }>(
        'select attribute, vectors from facet.attribute_token where inversion_id = $1 order by attribute',
        [rowId(inverting.id)],
      );
      return {
        tokens: rows.map(({ attribute, vectors }) => `${attribute} ${JSON.stringify(vectors)}`),
        ...(await tenant.files(inverting)),
        pictures,
      };
    },
  };
  return tenant;
}

/** The row's id of a global id. */
export const rowId = (globalId: string): string => Buffer.from(globalId, 'base64url').toString().split(':')[1]!;

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

import { demoModelDirectory } from '@facet/diffusion';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import type { Stack } from './stack.ts';

/** A reference picture of the demo model. */
const PICTURE = readFileSync(join(demoModelDirectory(), 'references', '00-striped-yellow-cat-lying.png'));

/** Cut into segments of two steps by the workers of `startStack`. */
export const STEPS = 6;
const SEEDS = [5, 6];

export interface Run {
  readonly id: string;
  readonly status: 'QUEUED' | 'RUNNING' | 'CANCELLING' | 'FINISHED' | 'FAILED' | 'CANCELLED';
  readonly done: number;
  readonly total: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly finishedAt: string | null;
}

/** Everything that a run has made, in a form that two runs can be compared by. */
export interface Result {
  /** Attribute and vectors of each token in the library. */
  readonly tokens: readonly string[];
  /** SHA-256 of files. */
  readonly tokenFile: string;
  readonly lossCurve: string;
  /** SHA-256 of what a composition of the tokens draws. */
  readonly pictures: readonly string[];
}

const RUN = 'id status done total error { code message } finishedAt';

export interface Inverting {
  readonly id: string;
  readonly libraryId: string;
}

const hashOf = async ({ url }: { url: string }): Promise<string> => {
  const file = await fetch(url);
  if (!file.ok) throw new Error(`GET: ${file.status} ${await file.text()}`);
  return createHash('sha256')
    .update(Buffer.from(await file.arrayBuffer()))
    .digest('hex');
};

export type Tenant = Awaited<ReturnType<typeof openTenant>>;

/** Somebody who signs up, uploads a picture and uses the API as clients do. */
export async function openTenant({ apiUrl, admin }: Stack) {
  const response = await fetch(`${apiUrl}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: apiUrl },
    body: JSON.stringify({ name: 'Someone', email: `${randomUUID()}@example.org`, password: 'a long password' }),
  });
  if (response.status !== 200) throw new Error(`sign-up: ${response.status} ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any shape
  type Data = any;
  async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const answer = await fetch(`${apiUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
    });
    const text = await answer.text();
    const { data, errors } = JSON.parse(text) as { data?: Data; errors?: unknown };
    const field = data && (Object.values(data as object)[0] as { message?: string });
    if (errors || !field || 'message' in field) throw new Error(text);
    return field;
  }

  const upload = await ask(
    `mutation ($bytes: Int!) { createUpload(name: "cat", type: IMAGE_PNG, bytes: $bytes) {
      ... on ImageUpload { image { id } url headers { name value } } ... on Error { message } } }`,
    { bytes: PICTURE.length },
  );
  const headers = upload.headers.map(({ name, value }: { name: string; value: string }) => [name, value]);
  const put = await fetch(upload.url, { method: 'PUT', headers, body: PICTURE });
  if (!put.ok) throw new Error(`PUT: ${put.status} ${await put.text()}`);
  const { id: imageId } = await ask(
    'mutation ($id: ID!) { completeUpload(imageId: $id) { ... on Image { id } ... on Error { message } } }',
    { id: upload.image.id },
  );

  const read = (kind: 'inversion' | 'composition', id: string, fields = RUN): Promise<Data> =>
    ask(
      `query ($id: ID!) { ${kind}(id: $id) { ... on ${kind === 'inversion' ? 'Inversion' : 'Composition'} { ${fields} } ... on Error { message } } }`,
      { id },
    );

  /** Waits for the run to be what is asked for. A run that is over otherwise never will be. */
  async function until(kind: 'inversion' | 'composition', id: string, is: (run: Run) => boolean): Promise<Run> {
    let last: unknown;
    const found = await eventually(`${kind} ${rowId(id)} as expected`, async () => {
      // A server may be away; then the API answers again once it is back.
      const run = (await read(kind, id).catch((error: unknown) => void (last = error))) as Run | undefined;
      return run && (is(run) || ['FINISHED', 'FAILED', 'CANCELLED'].includes(run.status)) && run;
    }).catch((error: Error) => Promise.reject(new Error(error.message, { cause: last })));
    if (!is(found)) throw new Error(`The ${kind} is ${JSON.stringify(found)}.`);
    return found;
  }

  const START = `mutation ($imageId: ID!, $libraryId: ID!, $steps: Int!, $key: String) {
    startInversion(imageId: $imageId, libraryId: $libraryId, name: "cat", objectWord: "cat", steps: $steps, seed: 3,
      clientMutationKey: $key) { ... on Inversion { id status } ... on Error { message } } }`;

  const tenant = {
    cookie,
    ask,
    until,
    async library(): Promise<string> {
      const { id } = await ask(
        `mutation ($name: String!) { createLibrary(name: $name, visibility: ORGANIZATION) {
          ... on Library { id } ... on Error { message } } }`,
        { name: randomUUID() },
      );
      return id as string;
    },
    /** The same picture, settings and seed each time, into a library of its own. */
    async invert(key: string | null = null, libraryId?: string): Promise<Inverting> {
      const into = libraryId ?? (await tenant.library());
      // A worker that has just come up is a moment away from offering its model.
      await eventually('a worker offers its model', async () => {
        const models = (await ask('{ models { devices } }')) as { devices: string[] }[];
        return models.some(({ devices }) => devices.length > 0);
      });
      const { id } = await ask(START, { imageId, libraryId: into, steps: STEPS, key });
      return { id, libraryId: into };
    },
    change: (name: 'cancelInversion' | 'resumeInversion', id: string): Promise<Run> =>
      ask(
        `mutation ($id: ID!) { ${name}(inversionId: $id) { ... on Inversion { ${RUN} } ... on Error { message } } }`,
        {
          id,
        },
      ),
    async tokens({ libraryId }: Inverting): Promise<{ id: string; attribute: string }[]> {
      const { edges } = await ask('query ($id: ID!) { tokens(libraryId: $id) { edges { node { id attribute } } } }', {
        id: libraryId,
      });
      return edges.map(({ node }: { node: { id: string; attribute: string } }) => node);
    },
    async compose(inverting: Inverting): Promise<string> {
      const slots = (await tenant.tokens(inverting)).map(({ id, attribute }) => ({ attribute, tokenId: id }));
      const { id } = await ask(
        `mutation ($slots: [SlotInput!]!, $seeds: [Seed!]!) { composeImages(slots: $slots, seeds: $seeds, steps: 4) {
          ... on Composition { id } ... on Error { message } } }`,
        { slots, seeds: SEEDS },
      );
      return id as string;
    },
    async pictures(compositionId: string): Promise<string[]> {
      await until('composition', compositionId, ({ status }) => status === 'FINISHED');
      const { outputs } = await read('composition', compositionId, 'outputs { seed file { url } }');
      return Promise.all(outputs.map(({ file }: { file: { url: string } }) => hashOf(file)));
    },
    /** Waits for the end of an inversion, composes its tokens, and gathers everything. */
    async result(inverting: Inverting): Promise<Result> {
      await until('inversion', inverting.id, ({ status }) => status === 'FINISHED');
      const pictures = await tenant.pictures(await tenant.compose(inverting));
      const { tokenFile, lossCurve } = await read('inversion', inverting.id, 'tokenFile { url } lossCurve { url }');
      const { rows } = await admin.query<{ attribute: string; vectors: number[] }>(
        'select attribute, vectors from facet.attribute_token where inversion_id = $1 order by attribute',
        [rowId(inverting.id)],
      );
      return {
        tokens: rows.map(({ attribute, vectors }) => `${attribute} ${JSON.stringify(vectors)}`),
        tokenFile: await hashOf(tokenFile),
        lossCurve: await hashOf(lossCurve),
        pictures,
      };
    },
  };
  return tenant;
}

/** The row's id of a global id. */
export const rowId = (globalId: string): string => Buffer.from(globalId, 'base64url').toString().split(':')[1]!;

import {
  chooseOrganization,
  connect,
  createLibrary,
  createOrganization,
  findLibrary,
  followComposition,
  followInversion,
  listModels,
  signIn,
  startComposition,
  startInversion,
  TypedDocumentString,
  untilFinished,
  uploadPicture,
  type Client,
} from '@facet/client';
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ATTRIBUTES } from '../src/attributes/attributes.ts';
import { gather } from './people.ts';
import { share } from './share.ts';
import type { Visit } from './signed-in.ts';

const REFERENCES = join(import.meta.dirname, '..', '..', '..', 'models', 'world', 'references');
const LIBRARY = 'Studio';
/** Where the tokens of a second run of one of the pictures are, which become the second version of its first. */
const TRIALS = 'Trials';
const TRIED = 'Autumn house';
/** Read off the picture and refined. */
const REFINED = { method: 'reader', steps: 100 } as const;

/** By what is shown of each. */
const PICTURES = [
  { file: '13-sticker-sunset-turtle-centered.png', name: 'Sunset turtle', objectWord: 'turtle' },
  { file: '21-flat-autumn-house-left.png', name: 'Autumn house', objectWord: 'house' },
  { file: '01-sticker-lava-butterfly-paired.png', name: 'Lava butterflies', objectWord: 'butterfly' },
  { file: '07-sticker-blueprint-butterfly-stacked.png', name: 'Blueprint', objectWord: 'butterfly' },
  { file: '02-flat-lime-umbrella-tilted.png', name: 'Lime umbrella', objectWord: 'umbrella' },
  { file: '15-pixel-green-butterfly-tilted.png', name: 'Pixel butterfly', objectWord: 'butterfly' },
  { file: '17-sketch-green-crown-paired.png', name: 'Sketched crowns', objectWord: 'crown' },
  { file: '00-striped-ocean-elephant-tilted.png', name: 'Striped elephant', objectWord: 'elephant' },
] as const;

/** Whose attribute each one is in what is composed, and whose colors take turns there. */
const COMPOSED = {
  COLOR: 'Blueprint',
  STYLE: 'Lava butterflies',
  OBJECT: 'Striped elephant',
  LAYOUT: 'Sketched crowns',
} as const;
const SWAPPED = ['Autumn house', 'Lime umbrella', 'Sunset turtle', 'Lava butterflies'] as const;

/** What the pages show: ids of the things that have pages of their own. */
export interface Filled {
  readonly runId: string;
  readonly imageId: string;
  readonly liveRunId: string;
  /** Of what is composed, by attribute in lower case. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Of the color tokens that take turns. */
  readonly colors: readonly string[];
  /** A token that has two versions. */
  readonly versionedId: string;
  /** Of the page of a picture that is public. */
  readonly sharedPath: string;
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly attribute: string;
  readonly inversion: { readonly id: string } | null;
}

/** Takes pictures apart and composes of them, as somebody who works with it does. */
export async function fill({ web, api, email, password }: Visit, say: (line: string) => void): Promise<Filled> {
  const session = await signIn({ url: web, email, password });
  const client = connect({ url: web, credentials: session });
  try {
    // Where the next session begins, which looks at the pages.
    const organization = { name: 'Northlight Studio', slug: `northlight-${Date.now().toString(36)}` };
    await chooseOrganization({ ...session, url: web }, await createOrganization(client, organization));
    while (!(await listModels(client)).some(({ devices }) => devices.length > 0)) await delay(200);
    const library = async (name: string): Promise<string> =>
      (await findLibrary(client, name))?.id ?? (await createLibrary(client, { name, visibility: 'ORGANIZATION' }));
    const [libraryId, trialsId] = [await library(LIBRARY), await library(TRIALS)];
    if (api !== undefined) await gather(client, api, libraryId);
    const takeApart = async (how: Parameters<typeof startInversion>[1]): Promise<string> => {
      const { id } = await startInversion(client, how);
      await untilFinished(followInversion(client, id));
      return id;
    };
    let imageId = '';
    let runId = '';
    let trialId = '';
    for (const { file, name, objectWord } of PICTURES) {
      say(`Taking "${name}" apart`);
      const image = await uploadPicture(client, { name, body: await openAsBlob(join(REFERENCES, file)) });
      const settings = { imageId: image.id, name, objectWord };
      if (name === TRIED) trialId = await takeApart({ ...settings, libraryId: trialsId, method: 'words' });
      const id = await takeApart({ ...settings, libraryId, ...REFINED });
      imageId ||= image.id;
      runId ||= id;
    }
    const list = await tokensOf(client, libraryId);
    const of = (name: string, attribute: string): string =>
      list.find((token) => token.name === name && token.attribute === attribute)!.id;
    const tokens = Object.fromEntries(
      Object.entries(COMPOSED).map(([attribute, name]) => [attribute.toLowerCase(), of(name, attribute)]),
    );
    const colors = SWAPPED.map((name) => of(name, 'COLOR'));
    say('Composing');
    const compositionId = await compose(client, of);
    return {
      runId,
      imageId,
      tokens,
      colors,
      versionedId: await addVersion(client, of(TRIED, 'STYLE'), trialId),
      sharedPath: await share(client, compositionId),
      liveRunId: await startLive(client, libraryId),
    };
  } finally {
    await client.close();
  }
}

/** @returns the id of a composition that is drawn by all four tokens */
async function compose(client: Client, of: (name: string, attribute: string) => string): Promise<string> {
  const slots = ATTRIBUTES.map((attribute) => ({ attribute, tokenId: of(COMPOSED[attribute], attribute) }));
  const seeds = [3, 4, 5, 6];
  const drawn = async (strength: number) =>
    startComposition(client, {
      seeds,
      slots: slots.map((slot, index) => ({ ...slot, strength: index === 0 ? strength : 1 })),
    });
  const [without, whole] = [await drawn(0), await drawn(1)];
  for (const { id } of [without, whole]) await untilFinished(followComposition(client, id));
  const { composeGrid } = await client.run(GRID, {
    tokens: SWAPPED.map((name) => ({ tokenId: of(name, 'COLOR') })),
    slots: slots.slice(1),
    seeds: seeds.slice(0, 3),
  });
  for (const { id } of composeGrid.rows) await untilFinished(followComposition(client, id));
  return whole.id;
}

const GRID = new TypedDocumentString<{ composeGrid: { rows: { id: string }[] } }, object>(
  `mutation ($tokens: [GridTokenInput!]!, $slots: [SlotInput!], $seeds: [Seed!]) {
    composeGrid(attribute: COLOR, tokens: $tokens, slots: $slots, seeds: $seeds) { ... on Grid { rows { id } } } }`,
);

async function addVersion(client: Client, tokenId: string, fromInversionId: string): Promise<string> {
  return (await client.run(ADD_VERSION, { tokenId, fromInversionId })).addTokenVersion.id;
}

const ADD_VERSION = new TypedDocumentString<
  { addTokenVersion: { id: string } },
  { tokenId: string; fromInversionId: string }
>(
  `mutation ($tokenId: ID!, $fromInversionId: ID!) {
    addTokenVersion(tokenId: $tokenId, fromInversionId: $fromInversionId) { ... on Token { id } } }`,
);

async function tokensOf(client: Client, libraryId: string): Promise<readonly Listed[]> {
  const { tokens } = await client.run(TOKENS, { libraryId });
  return tokens.edges.map(({ node }) => node);
}

const TOKENS = new TypedDocumentString<{ tokens: { edges: { node: Listed }[] } }, { libraryId: string }>(
  `query ($libraryId: ID!) { tokens(libraryId: $libraryId, first: 100) {
    edges { node { id name attribute inversion { id } } } } }`,
);

/** A run that is in the middle of it while it is looked at. */
async function startLive(client: Client, libraryId: string): Promise<string> {
  const body = await openAsBlob(join(REFERENCES, '22-pixel-ocean-house-right.png'));
  const { id: imageId } = await uploadPicture(client, { name: 'Pixel house', body });
  const run = await startInversion(client, {
    imageId,
    libraryId,
    name: 'Pixel house',
    objectWord: 'house',
    // One that is not over soon, whatever is taken by itself.
    method: 'matte',
    steps: 20_000,
  });
  for await (const state of followInversion(client, run.id)) if (state.done >= 40) break;
  return run.id;
}

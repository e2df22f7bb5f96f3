import { ATTRIBUTES, type Attribute } from '@facet/base';
import { ensureLibrary, uploadPictureFile, type DemoReference, type Remote } from '@facet/cli';
import { enumName, followInversion, listTokens, resumeInversion, startInversion } from '@facet/client';
import { followAll } from './follow.ts';
import type { DemoMemory } from './memory.ts';
import type { DemoPlan } from './plan.ts';

/** Ids of the tokens that one picture gave. */
export type TokenIds = Readonly<Record<Attribute, string>>;

/** Uploads the pictures, inverts them together, and returns their tokens. */
export async function invertReferences(
  remote: Remote,
  memory: DemoMemory,
  modelId: string,
  references: readonly DemoReference[],
  { steps }: DemoPlan,
): Promise<Map<DemoReference, TokenIds>> {
  const libraryId = await memory.idOf('library', async () => ({ id: await ensureLibrary(remote, 'Demo') }));
  const ids = new Map<DemoReference, string>();
  for (const reference of references) {
    const { letter, file, factors } = reference;
    const imageId = await memory.idOf(`image ${letter}`, () => uploadPictureFile(remote, file));
    const { style, color, object, layout } = factors;
    const name = `${style} ${color} ${object} ${layout}`;
    const inversion = { imageId, libraryId, modelId, name, steps, clientMutationKey: `demo ${imageId}` };
    ids.set(reference, await memory.idOf(`inversion ${letter}`, () => startInversion(remote, inversion)));
  }
  const runs = [...ids].map(([{ letter }, id]) => ({
    label: `Inverting picture ${letter}`,
    states: () => followInversion(remote, id),
    revive: () => resumeInversion(remote, id),
  }));
  const bar = {
    label: 'Inverting both pictures',
    unit: 'steps',
    afterwards: 'Measuring what each token brings along, and drawing previews ...',
  };
  await followAll(remote.context, bar, runs);
  const tokens = new Map<DemoReference, TokenIds>();
  for (const [reference, id] of ids) tokens.set(reference, await tokensOf(remote, id));
  return tokens;
}

async function tokensOf(remote: Remote, inversionId: string): Promise<TokenIds> {
  const { nodes } = await listTokens(remote, { inversionId }).take();
  const idOf = (attribute: Attribute): string | undefined =>
    nodes.find((token) => token.attribute === enumName(attribute))?.id;
  return Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, idOf(attribute)])) as TokenIds;
}

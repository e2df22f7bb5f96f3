import { TypedDocumentString, type Client } from '@facet/client';

/** @returns the path at which everybody sees a composition's first picture, with who made it and how it was drawn */
export async function share(client: Client, compositionId: string): Promise<string> {
  const { node } = await client.run(OUTPUTS, { compositionId });
  const { createOutputLink } = await client.run(SHARE, { outputId: node.outputs[0]!.id });
  return new URL(createOutputLink.link.url).pathname;
}

const OUTPUTS = new TypedDocumentString<{ node: { outputs: { id: string }[] } }, { compositionId: string }>(
  'query ($compositionId: ID!) { node(id: $compositionId) { ... on Composition { outputs { id } } } }',
);
const SHARE = new TypedDocumentString<{ createOutputLink: { link: { url: string } } }, { outputId: string }>(
  `mutation ($outputId: ID!) {
    createOutputLink(outputId: $outputId, showsMaker: true, showsRecipe: true) { ... on Output { link { url } } } }`,
);

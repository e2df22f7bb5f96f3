import { ATTRIBUTES } from '@facet/base';
import { exportNative, type TokenSet } from '@facet/inversion';
import { join } from 'node:path';
import { ensureDirectory, userPath, writeOutput } from '../../paths.ts';
import type { Result } from '../../report/reporter.ts';
import { readTokenSource } from '../../token-source.ts';

/** What has a package of Facet's (`integrations/`), which reads the attribution map. */
export const MAPPED_TOOLS = ['diffusers', 'comfyui'] as const;
export type MappedTool = (typeof MAPPED_TOOLS)[number];

/** Writes the native file, with the map, and says by which lines the tool uses it. */
export async function exportForTool(
  file: string,
  options: { readonly to: MappedTool; readonly name: string; readonly out: string },
): Promise<Result> {
  const { set } = await readTokenSource(file);
  const { name, bytes } = exportNative(set, options.name);
  const path = join(await ensureDirectory(userPath(options.out)), name);
  await writeOutput(path, bytes);
  const usage = options.to === 'diffusers' ? inDiffusers(path, set) : inComfyUi(path, set);
  return {
    lines: [path, '', ...usage],
    data: { command: 'tokens export', to: options.to, files: [path], usage },
  };
}

function inDiffusers(path: string, set: TokenSet): string[] {
  const places = placesOf(set).map((place) => `${place}=tokens`);
  return [
    'import facet_tokens  # pip install integrations/python',
    '',
    `tokens = facet_tokens.load(${JSON.stringify(path)})`,
    `images = facet_tokens.compose(pipe, ${JSON.stringify(promptOf(set))}, ${places.join(', ')}).images`,
  ];
}

const inComfyUi = (path: string, set: TokenSet): string[] => [
  'python integrations/comfyui/pack.py ComfyUI/custom_nodes/facet-tokens  # once',
  `Put ${path} into ComfyUI/models/facet_tokens.`,
  `Load Facet Tokens -> Facet Compose (${placesOf(set).join(', ')}), with the prompt: ${promptOf(set)}`,
];

/** The attributes that the set has, or the place of a token for the whole picture. */
function placesOf({ tokens }: TokenSet): string[] {
  const attributes = ATTRIBUTES.filter((attribute) => tokens.some(({ name }) => name === attribute));
  return attributes.length > 0 ? attributes : ['token'];
}

function promptOf(set: TokenSet): string {
  const places = placesOf(set);
  if (places.includes('token')) return 'a drawing of {token}';
  const at = (name: string, word = ''): string => (places.includes(name) ? `{${name}}` : word);
  return `a ${at('style')} drawing of a ${at('color')} ${at('object', set.objectWord)} ${at('layout')}`
    .replaceAll(/ +/g, ' ')
    .trim();
}

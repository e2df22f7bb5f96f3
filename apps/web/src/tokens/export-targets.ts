import type { Attribute } from '../attributes/attributes.ts';
import type { TokenAttribute, TokenFileFormat } from '../graphql/schema.ts';

/** Where tokens are taken to. */
export const TARGETS = ['facet', 'comfyNodes', 'diffusers', 'a1111', 'comfy', 'layers'] as const;
export type Target = (typeof TARGETS)[number];

export const FORMATS: Readonly<Record<Target, TokenFileFormat>> = {
  facet: 'NATIVE',
  comfyNodes: 'NATIVE',
  diffusers: 'SINGLE',
  a1111: 'SINGLE',
  comfy: 'SINGLE',
  layers: 'LAYERS',
};

export interface ExportedFile {
  readonly name: string;
  readonly tokens: readonly { readonly attribute: TokenAttribute }[];
}

/** The lines by which a tool uses the files, with the files' own names. */
export function linesFor(target: Target, files: readonly ExportedFile[]): string {
  switch (target) {
    case 'facet':
      return [
        'import facet_tokens',
        '',
        ...files.map((file, index) => `${nameOf(index, files)} = facet_tokens.load(${JSON.stringify(file.name)})`),
        `images = facet_tokens.compose(pipe, ${JSON.stringify(promptOf(files))}, ${placesOf(files)
          .map(([place, index]) => `${place}=${nameOf(index, files)}`)
          .join(', ')}).images`,
      ].join('\n');
    case 'comfyNodes':
      return [
        ...files.map(({ name }) => `ComfyUI/models/facet_tokens/${name}`),
        `Load Facet Tokens -> Facet Compose (${placesOf(files)
          .map(([place]) => place)
          .join(', ')})`,
        `prompt: ${promptOf(files)}`,
      ].join('\n');
    case 'diffusers':
      return [
        ...files.map((file) => `pipe.load_textual_inversion(${JSON.stringify(file.name)}, token="${wordOf(file)}")`),
        `images = pipe("a drawing, ${files.map(wordOf).join(', ')}").images`,
      ].join('\n');
    case 'a1111':
      return `a drawing, ${files.map(wordOf).join(', ')}`;
    case 'comfy':
      return `a drawing, ${files.map((file) => `embedding:${wordOf(file)}`).join(', ')}`;
    case 'layers':
      return files.map(({ name }) => name).join('\n');
  }
}

/** Many tools call a token by its file. */
const wordOf = ({ name }: ExportedFile): string => name.replace(/\.safetensors$/, '');

const nameOf = (index: number, files: readonly ExportedFile[]): string =>
  files.length === 1 ? 'tokens' : `tokens_${index + 1}`;

/** Which place of a prompt gets the tokens of which file: the first that has one. */
function placesOf(files: readonly ExportedFile[]): (readonly [place: string, index: number])[] {
  const places = new Map<string, number>();
  for (const [index, { tokens }] of files.entries())
    for (const { attribute } of tokens) {
      const place = attribute.toLowerCase();
      if (!places.has(place)) places.set(place, index);
    }
  return [...places];
}

const ORDER: readonly Attribute[] = ['STYLE', 'COLOR', 'OBJECT', 'LAYOUT'];

function promptOf(files: readonly ExportedFile[]): string {
  const has = new Set(placesOf(files).map(([place]) => place));
  if (has.has('token')) return 'a drawing of {token}';
  const [style, ...others] = ORDER.map((attribute) => attribute.toLowerCase());
  const rest = others.filter((place) => has.has(place)).map((place) => `{${place}}`);
  return [has.has(style!) ? `a {${style}} drawing` : 'a drawing', ...(rest.length > 0 ? ['of a', ...rest] : [])].join(
    ' ',
  );
}

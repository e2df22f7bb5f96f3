import { expect, test } from 'vitest';
import { linesFor, TARGETS } from './export-targets.ts';

const cat = { name: 'cat.safetensors', tokens: [{ attribute: 'COLOR' as const }, { attribute: 'OBJECT' as const }] };
const ink = { name: 'ink.safetensors', tokens: [{ attribute: 'STYLE' as const }, { attribute: 'COLOR' as const }] };

test('every target has lines that name its files', () => {
  for (const target of TARGETS) expect(linesFor(target, [cat, ink])).toContain('ink');
});

test('a place of the prompt takes the first file that has its attribute, and no place is left that no file fills', () => {
  expect(linesFor('facet', [cat, ink])).toBe(
    [
      'import facet_tokens',
      '',
      'tokens_1 = facet_tokens.load("cat.safetensors")',
      'tokens_2 = facet_tokens.load("ink.safetensors")',
      'images = facet_tokens.compose(pipe, "a {style} drawing of a {color} {object}", color=tokens_1, object=tokens_1, style=tokens_2).images',
    ].join('\n'),
  );
});

test('other tools call a token by its file', () => {
  expect(linesFor('diffusers', [{ name: 'cat-color.safetensors', tokens: [{ attribute: 'COLOR' }] }])).toContain(
    'pipe.load_textual_inversion("cat-color.safetensors", token="cat-color")',
  );
  expect(linesFor('comfy', [{ name: 'cat-color.safetensors', tokens: [{ attribute: 'COLOR' }] }])).toContain(
    'embedding:cat-color',
  );
});

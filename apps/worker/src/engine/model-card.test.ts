import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelCard, parseCard } from './model-card.ts';

const demo = join(import.meta.dirname, '..', '..', '..', '..', 'models', 'demo');

test('the card of the demo model says where it fails, and under which licence it and its data are', async () => {
  const { sections } = (await modelCard(demo))!;
  expect(sections.map(({ topic, title }) => [topic, title])).toEqual([
    ['limits', 'Limits'],
    ['license', 'Licence'],
  ]);
  expect(sections[0]!.blocks.map(({ text }) => text).join(' ')).toContain(
    'figures on this model say little about photographs',
  );
  expect(sections[1]!.blocks[0]!.text).toContain('All training data was rendered by tools/demo-model');
});

test('the head and the headings that cards of others have are understood, with what stands below them', () => {
  const card = parseCard(`---
license: creativeml-openrail-m
tags: [stable-diffusion]
---
# A model
Draws things.
## Uses
### Out-of-Scope Use
Not for **facts**, see [the paper](https://example.org/paper).
# Limitations and Bias
## Hands
- It cannot draw hands
  - nor feet
> Nor text.
## Training
**Training Data** is not said.
### Training Data
| set | pictures | licence |
| --- | --- | --- |
| LAION | 2B | |
| drawings | few | CC0 |
## Evaluation
![chart](chart.png)
`);
  expect(card).toEqual({
    license: 'creativeml-openrail-m',
    sections: [
      {
        topic: 'limits',
        title: 'Out-of-Scope Use',
        blocks: [{ kind: 'paragraph', text: 'Not for facts, see the paper.' }],
      },
      {
        topic: 'limits',
        title: 'Hands',
        blocks: [
          { kind: 'item', text: 'It cannot draw hands' },
          { kind: 'item', text: 'nor feet' },
          { kind: 'paragraph', text: 'Nor text.' },
        ],
      },
      { topic: 'limits', title: 'Training', blocks: [{ kind: 'paragraph', text: 'Training Data is not said.' }] },
      {
        topic: 'data',
        title: 'Training Data',
        blocks: [
          { kind: 'item', text: 'LAION · pictures: 2B' },
          { kind: 'item', text: 'drawings · pictures: few · licence: CC0' },
        ],
      },
    ],
  });
});

test('nothing of a card is markup, an address, or a sign that a database refuses', () => {
  const { license, sections } = parseCard(
    '---\nlicense: "a\\0b"\n---\n# Limits\n<script>alert(1)</script>\n\nIt <b onclick="x">fails</b> &#0; \u0000 \u0007[here](javascript:alert(1)) ![secret](https://e.org/t.png)\n',
  );
  expect(license).toBe('a b');
  expect(JSON.stringify(sections)).not.toMatch(/<|script|javascript:|https:|secret|\\u0000|\\u0007/);
  expect(sections[0]!.blocks).toEqual([{ kind: 'paragraph', text: 'It fails \uFFFD \uFFFD here' }]);
});

test('of a card without end only so much is taken, and no sign is cut in two', () => {
  const sections = Array.from({ length: 50 }, (_, i) => `## Limits ${i}\n\n${'- it fails\n'.repeat(60)}\n`).join('\n');
  const many = parseCard(sections);
  expect(many.sections).toHaveLength(12);
  expect(Math.max(...many.sections.map(({ blocks }) => blocks.length))).toBe(30);
  const { text } = parseCard(`# Limits\n\na${'🐈'.repeat(5000)}`).sections[0]!.blocks[0]!;
  expect([...text]).toHaveLength(1000);
  expect(text.isWellFormed()).toBe(true);
  expect(text.endsWith('🐈…')).toBe(true);
});

const folderWith = (card?: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'facet-card-'));
  if (card !== undefined) writeFileSync(join(folder, 'README.md'), card);
  return folder;
};

test('a model without a card, or with a folder in its place, has none', async () => {
  expect(await modelCard(folderWith())).toBeUndefined();
  const folder = folderWith();
  mkdirSync(join(folder, 'README.md'));
  expect(await modelCard(folder)).toBeUndefined();
});

test.each([
  ['quotations in quotations', `# Limits\n${'>'.repeat(60_000)} deep`],
  ['lists in a line', `# Limits\n${'- 1. '.repeat(12_000)} deep`],
  ['brackets that nothing closes', `# Limits\n${'['.repeat(60_000)}`],
  ['emphasis that nothing ends', `# Limits\n${'*a '.repeat(20_000)}`],
  ['lists in lists', `# Limits\n${Array.from({ length: 300 }, (_, i) => `${' '.repeat(2 * i)}- deep`).join('\n')}`],
  ['a head that is no YAML', '---\n{[: &a *a\n---\n# Limits\nIt fails.'],
  [
    'a head that grows without end',
    `---\na: &a [x,x,x,x]\n${'b: &b [*a,*a]\n'.repeat(50)}license: mit\n---\n# Limits\nIt fails.`,
  ],
])('no card keeps a model from being offered: %s', async (_what, card) => {
  const read = await modelCard(folderWith(card));
  expect(JSON.stringify(read ?? null).length).toBeLessThan(100_000);
});

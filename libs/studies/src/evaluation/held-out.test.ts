import { demoModelDirectory } from '@facet/diffusion';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readHeldOut } from './held-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'facet-held-out-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Factors = Readonly<Record<'color' | 'style' | 'object' | 'layout', readonly string[]>>;
const demo = JSON.parse(readFileSync(join(demoModelDirectory(), 'classifiers', 'factors.json'), 'utf8')) as Factors & {
  readonly held_out: { readonly rule: string; readonly combinations: readonly (readonly number[])[] };
};

function modelWith(heldOut: object): string {
  const directory = mkdtempSync(join(folder, 'model-'));
  mkdirSync(join(directory, 'classifiers'));
  writeFileSync(join(directory, 'classifiers', 'factors.json'), JSON.stringify({ ...demo, held_out: heldOut }));
  return directory;
}

const every = demo.object.flatMap((object) =>
  demo.color.flatMap((color) =>
    demo.style.flatMap((style) => demo.layout.map((layout) => ({ object, color, style, layout }))),
  ),
);

test('a rule holds out the combinations that it says, and a list those that it lists', async () => {
  const { combinations } = demo.held_out;
  // The demo model says both, and of the rule what its places are.
  const rule = demo.held_out.rule.replace(', indices into the word lists', '');
  const [byRule, byList] = await Promise.all([
    readHeldOut(modelWith({ rule }), demo),
    readHeldOut(modelWith({ combinations }), demo),
  ]);
  expect(every.filter(byRule)).toEqual(every.filter(byList));
  expect(every.filter(byRule)).toHaveLength(combinations.length);
});

test.each(['process.exit()', '(object) % 0 == 0', '(object + ) % 7 == 0', 'object % 7 == 0'])(
  'what is no sum of products is refused: %s',
  async (rule) => {
    await expect(readHeldOut(modelWith({ rule }), demo)).rejects.toMatchObject({ code: 'invalid-input' });
  },
);

import { ATTRIBUTES } from '@facet/base';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoModelDirectory } from '@facet/diffusion';
import { afterAll, describe, expect, it } from 'vitest';
import { readEvaluationSet, type EvaluationPair } from './evaluation-set.ts';

const demo = demoModelDirectory();
const folder = mkdtempSync(join(tmpdir(), 'facet-set-'));
afterAll(() => rmSync(folder, { recursive: true }));

const referencesOf = (pairs: readonly EvaluationPair[]) => pairs.flatMap(({ a, b }) => [a, b]);

describe("the demo model's references", () => {
  it('are 20 for tuning and 60 for evaluation, none in both, and share no seed', async () => {
    const { pairs, baseSeeds } = await readEvaluationSet(demo);
    const [tuning, evaluation] = [referencesOf(pairs.tuning), referencesOf(pairs.evaluation)];
    expect([tuning.length, evaluation.length]).toEqual([20, 60]);
    const all = [...tuning, ...evaluation];
    expect(new Set(all.map(({ file }) => file)).size).toBe(80);
    const seeds = [...all.flatMap((reference) => reference.seeds), ...baseSeeds];
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(baseSeeds.length).toBeGreaterThanOrEqual(64);
  });

  it('come in an order whose beginning is balanced over factors and held-out combinations', async () => {
    const references = referencesOf((await readEvaluationSet(demo)).pairs.evaluation);
    for (const count of [8, 12, 24]) {
      const prefix = references.slice(0, count);
      const heldOut = prefix.filter((reference) => reference.heldOut).length;
      expect(Math.abs(heldOut - count / 2), `held out of ${count}`).toBeLessThanOrEqual(1);
      for (const attribute of ATTRIBUTES) {
        const words = new Set(references.map((reference) => reference[attribute]));
        for (const word of words) {
          const share = prefix.filter((reference) => reference[attribute] === word).length;
          expect(Math.abs(share - count / words.size), `${word} in ${count}`).toBeLessThanOrEqual(3);
        }
      }
    }
  });
});

type File = Record<string, unknown> & { seeds: object; evaluation: { pairs: [string, string][] } };

/** A folder with the demo model's references and a spoiled references file of the evaluation. */
function spoiled(name: string, spoil: (file: File) => void): string {
  const directory = join(folder, name);
  cpSync(join(demo, 'references', 'references.json'), join(directory, 'references', 'references.json'));
  mkdirSync(join(directory, 'evaluation'));
  const path = join('evaluation', 'references.json');
  const file = JSON.parse(readFileSync(join(demo, path), 'utf8')) as File;
  spoil(file);
  writeFileSync(join(directory, path), JSON.stringify(file));
  return directory;
}

describe('a references file', () => {
  it.each<[string, (file: File) => void, string]>([
    ['an unknown field', (file) => (file['more'] = 1), 'more'],
    ['too many seeds', (file) => (file.seeds = { ...file.seeds, stride: 2 }), 'seeds.count'],
    ['an unknown reference', (file) => (file.evaluation.pairs[3]![1] = 'x.png'), 'evaluation.pairs[3][1] names x.png'],
    [
      'a reference twice',
      (file) => file.evaluation.pairs.push(file.evaluation.pairs[0]!),
      'evaluation.pairs[30][0] names',
    ],
    [
      'a pair that shares a factor',
      (file) => (file.evaluation.pairs = [['12-flat-red-bird-lying.png', '44-flat-red-car-lying.png']]),
      'evaluation.pairs[0] has the color "red" twice',
    ],
  ])('with %s is refused, naming file and field', async (name, spoil, field) => {
    const reading = readEvaluationSet(spoiled(name, spoil));
    await expect(reading).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(reading).rejects.toThrow(join('evaluation', 'references.json'));
    await expect(reading).rejects.toThrow(field);
  });

  it('that is missing is an error of reading', async () => {
    await expect(readEvaluationSet(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'io' });
  });
});

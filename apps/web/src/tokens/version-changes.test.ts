import { expect, test } from 'vitest';
import { changesBetween, sameAs } from './version-changes.ts';
import type { TokenVersionFragment } from './versions.graphql.ts';

const first: TokenVersionFragment = {
  id: 'a',
  version: 1,
  isLatest: false,
  createdAt: '2026-01-01T00:00:00Z',
  hash: 'one',
  source: 'INVERSION',
  method: 'matte',
  steps: 400,
  modelName: 'demo',
  initialWord: 'striped',
  objectWord: 'cat',
  createdBy: null,
  palette: [
    { name: 'red', hex: '#d82428', share: 0.7 },
    { name: 'white', hex: '#ffffff', share: 0.3 },
  ],
  picture: null,
  leakReport: { holds: 0.5, transfer: 0.9, excessLeakage: -0.02, carries: [] },
  inversion: { id: 'run', image: { id: 'image', name: 'cat.png' } },
};

test('of two versions that say the same nothing is said', () => {
  expect(changesBetween(first, { ...first, id: 'b', version: 2, hash: 'two' })).toEqual([]);
});

test('what is otherwise is named with what it was and what it is; what a token brings along is said as on its card', () => {
  const second: TokenVersionFragment = {
    ...first,
    method: 'words',
    steps: 0,
    palette: [],
    leakReport: { holds: 0.95, transfer: 0.9, excessLeakage: 0.02, carries: ['LAYOUT'] },
    inversion: null,
    source: 'IMPORT',
  };
  expect(changesBetween(first, second)).toEqual([
    { name: 'Learned from', before: 'cat.png', after: 'a file' },
    { name: 'Method', before: 'matte', after: 'words' },
    { name: 'Steps', before: '400', after: '0' },
    { name: 'Colors', before: 'red, white', after: '–' },
    { name: 'Brings its own', before: '50%', after: '95%' },
    { name: 'Brings along', before: 'Brings only itself', after: 'Brings layout too' },
  ]);
});

test('a version that one went back to is known by its content', () => {
  const all = [{ ...first, version: 3 }, { ...first, version: 2, hash: 'two' }, first];
  expect(sameAs(all[0]!, all)?.version).toBe(1);
  expect(sameAs(all[1]!, all)).toBeUndefined();
  expect(sameAs({ ...first, version: 4, hash: null }, [{ ...first, hash: null }])).toBeUndefined();
});

import { expect, test } from 'vitest';
import type { CompositionStateFragment } from './compose.graphql.ts';
import { differences, type Drawn } from './differences.ts';

const slot = (tokenName: string, id: string, strength = 1) =>
  ({ attribute: 'COLOR', tokenName, strength, token: { id } }) as const;

function drawn(change: Partial<CompositionStateFragment>, seed = 1): Drawn {
  const output = { id: `o${seed}`, seed, width: 64, height: 64, picture: null, large: null };
  const composition: CompositionStateFragment = {
    id: 'c',
    status: 'FINISHED',
    done: 1,
    total: 1,
    remainingSeconds: null,
    queuePosition: null,
    createdAt: '2026-01-01T00:00:00Z',
    prompt: null,
    negativePrompt: '',
    seeds: [seed],
    steps: 25,
    guidance: 7,
    scheduler: 'dpm-solver++',
    width: 64,
    height: 64,
    model: null,
    grid: null,
    error: null,
    slots: [],
    words: [],
    outputs: [output],
    ...change,
  };
  return { composition, output };
}

const changed = (left: Drawn, right: Drawn) =>
  differences(left, right).flatMap(({ label, values, isSame }) => (isSame ? [] : [[label, ...values]]));

test('of two pictures of the same board nothing differs, and all four attributes are named', () => {
  const one = drawn({ slots: [slot('Cat', 'a')] });
  expect(differences(one, one).map(({ label, isSame }) => [label, isSame])).toEqual([
    ['Color', true],
    ['Style', true],
    ['Object', true],
    ['Layout', true],
  ]);
});

test('a muted token, another strength, another token of the same name and a word are differences', () => {
  const whole = drawn({ slots: [slot('Cat', 'a')] });
  expect(changed(whole, drawn({ slots: [slot('Cat', 'a', 0)] }))).toEqual([['Color', 'Cat', 'Cat, muted']]);
  expect(changed(whole, drawn({ slots: [slot('Cat', 'a', 0.7)] }))).toEqual([['Color', 'Cat', 'Cat, 70%']]);
  expect(changed(whole, drawn({ slots: [slot('Cat', 'b')] }))).toEqual([['Color', 'Cat', 'Cat']]);
  expect(changed(whole, drawn({ words: [{ attribute: 'COLOR', word: 'blue' }] }))).toEqual([
    ['Color', 'Cat', '“blue”'],
  ]);
});

test('pictures of other sides differ in their size', () => {
  const [one, other] = [drawn({}), drawn({})];
  const wide = { ...other, output: { ...other.output, width: 96 } };
  expect(changed(one, wide)).toEqual([['Size', '64 × 64 pixels', '96 × 64 pixels']]);
});

test('of the settings those are named that are not the same', () => {
  const other = drawn({ prompt: 'a bird', negativePrompt: 'grey', steps: 10, guidance: 3, scheduler: 'ddim' }, 2);
  expect(changed(drawn({}), other).map(([label]) => label)).toEqual([
    'Prompt',
    'Keep out',
    'Seed',
    'Steps',
    'Guidance',
    'Sampler',
  ]);
});

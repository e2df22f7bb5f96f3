import { InversionError } from '@facet/inversion';
import { expect, it } from 'vitest';
import { ROW_NAMES, rowOf, startsRead } from './rows.ts';

it('a row that trains says all that decides it, and takes as many steps as its name asks for', () => {
  expect(rowOf('reader+refine', false).trained?.steps).toBe(100);
  expect(rowOf('reader+refine', true).trained?.steps).toBe(30);
  expect(rowOf('reader+refine@25', false)).toEqual({
    ...rowOf('reader+refine', false),
    trained: { ...rowOf('reader+refine', false).trained, steps: 25 },
  });
  const trained = ROW_NAMES.flatMap((name) => rowOf(name, false).trained ?? []);
  expect(trained.length).toBeGreaterThan(5);
  for (const settings of trained) {
    expect(settings).toMatchObject({ steps: 100, batchSize: 4 });
    expect(Object.keys(settings)).toEqual(expect.arrayContaining(['learningRate', 'learningRateSchedule']));
  }
});

it.each(['read', 'words@10', 'reader@10', 'matte@', 'matte@0', 'matte@1.5', 'matte@10@10'])(
  'a row %s that does not exist, or has no steps to be told, is refused by name',
  (name) => {
    expect(() => rowOf(name, false)).toThrow(InversionError);
    expect(() => rowOf(name, false)).toThrow(`"${name}"`);
  },
);

it('rows that start at what the reader reads depend on the reader, whatever the method', () => {
  const read = ROW_NAMES.filter((name) => startsRead(rowOf(name, false)));
  expect(read).toEqual(['reader', 'reader+refine', 'reader+flat', 'reader+cells', 'reader+losses']);
});

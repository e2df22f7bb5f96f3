import { newestSchema, oldestSchema, operatorSchema } from '@facet/onnx';
import { expect, test } from 'vitest';
import { stops } from './stop.ts';
import { rulesOf, supportedOps } from './table.ts';

const opsets = Array.from({ length: newestSchema - oldestSchema + 1 }, (_, i) => oldestSchema + i);
const rules = supportedOps.map((opType) => ({ opType, found: rulesOf({ opType, domain: '' }) }));

test('at every operator set that has the operator exactly one of its rules holds', () => {
  const wrong = rules.flatMap(({ opType, found }) =>
    opsets
      .filter((opset) => operatorSchema(opType, opset))
      .filter((opset) => found.filter((each) => each.since <= opset && opset <= each.until).length !== 1)
      .map((opset) => `${opType} ${opset}`),
  );
  expect(wrong).toEqual([]);
});

test('a rule declares only attributes that ONNX gives its operator, and each of them once', () => {
  const wrong = rules.flatMap(({ opType, found }) =>
    found.flatMap(({ since, until, reads, moot }) => {
      const covered = opsets.filter((opset) => since <= opset && opset <= until);
      const known = new Set(covered.flatMap((opset) => Object.keys(operatorSchema(opType, opset)?.attributes ?? {})));
      const declared = [...reads, ...moot];
      const twice = declared.filter((name, i) => declared.indexOf(name) !== i);
      return [...declared.filter((name) => !known.has(name)), ...twice].map((name) => `${opType}.${name}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test('the attributes whose use is refused are these', () => {
  const ignored = rules.flatMap(({ opType, found }) => {
    const declared = new Set(found.flatMap(({ reads, moot }) => [...reads, ...moot]));
    const known = new Set(opsets.flatMap((opset) => Object.keys(operatorSchema(opType, opset)?.attributes ?? {})));
    return [...known].filter((name) => !declared.has(name)).map((name) => `${opType}.${name}`);
  });
  expect(ignored).toEqual([
    'BatchNormalization.training_mode',
    'Cast.saturate',
    'Cast.round_mode',
    'CastLike.saturate',
    'CastLike.round_mode',
    'GatherND.batch_dims',
    'MaxPool.storage_order',
    'Resize.exclude_outside',
    'Resize.antialias',
  ]);
});

test('no operator has a rule and stops gradients too, and both are operators of ONNX', () => {
  expect(supportedOps.filter((op) => Object.hasOwn(stops, op))).toEqual([]);
  const unknown = [...supportedOps, ...Object.keys(stops)].filter((op) => !operatorSchema(op, newestSchema));
  expect(unknown).toEqual([]);
});

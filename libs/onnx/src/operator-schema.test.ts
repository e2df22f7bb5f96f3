import { expect, test } from 'vitest';
import { newestSchema, oldestSchema, operatorSchema } from './operator-schema.ts';

test('an operator has the schema that was in force in the operator set', () => {
  expect(operatorSchema('ReduceMean', 17)).toMatchObject({ inputs: ['data'], attributes: { axes: { kind: 'ints' } } });
  expect(operatorSchema('ReduceMean', 18)).toMatchObject({ inputs: ['data', 'axes'], since: 18 });
  expect(operatorSchema('ReduceMean', 18)!.attributes).not.toHaveProperty('axes');
});

test('defaults are those of ONNX, fractions in float32', () => {
  const { attributes, outputs } = operatorSchema('LayerNormalization', 17)!;
  expect(attributes['axis']).toEqual({ kind: 'int', default: -1 });
  expect(attributes['epsilon']!.default).toBe(Math.fround(1e-5));
  expect(outputs).toEqual(['Y', 'Mean', 'InvStdDev']);
  expect(operatorSchema('Conv', 22)!.attributes['auto_pad']!.default).toBe('NOTSET');
});

test('what the operator set does not have yet, or never had, has no schema', () => {
  expect(operatorSchema('Gelu', 19)).toBeUndefined();
  expect(operatorSchema('Gelu', 20)).toBeDefined();
  expect(operatorSchema('FusedMatMul', 20)).toBeUndefined();
  expect(operatorSchema('toString', 20)).toBeUndefined();
  for (const opset of [oldestSchema - 1, newestSchema + 1]) expect(operatorSchema('Add', opset)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { int, ints, string } from './attributes.ts';
import { makeGraph, makeModel, makeNode, opsetVersion, valueInfo } from './build.ts';
import { DataType } from './data-type.ts';
import { foldModel } from './fold.ts';
import { createSession } from './session.ts';
import { floatTensor } from './tensors.ts';
import type { NodeProto } from './types.ts';

const image = (name: string) => valueInfo(name, DataType.FLOAT, [1, 1, 4, 4]);

function model(nodes: NodeProto[], opset: number) {
  const initializers = [floatTensor('kernel', [1, 1, 1, 1], [3])];
  return makeModel(makeGraph({ nodes, inputs: [image('x')], outputs: [image('y')], initializers }), { opset });
}

const transposed = [
  makeNode('Sin', ['x'], ['a']),
  makeNode('Cast', ['a'], ['b'], { to: int(DataType.FLOAT16), round_mode: string('up') }),
  makeNode('Cast', ['b'], ['c'], { to: int(DataType.FLOAT) }),
  makeNode('ConvTranspose', ['c', 'kernel'], ['y']),
];

test('operators that only gained element types since version 21 are declared as 21 and load', async () => {
  const folded = await foldModel(
    model(transposed.slice(0, 1).concat(makeNode('ConvTranspose', ['a', 'kernel'], ['y'])), 23),
  );
  expect(opsetVersion(folded)).toBe(21);
  await expect(createSession(folded)).resolves.toBeDefined();
});

test('a rounding mode that only float8 has is dropped', async () => {
  const folded = await foldModel(model(transposed, 24));
  expect(opsetVersion(folded)).toBe(21);
  await expect(createSession(folded)).resolves.toBeDefined();
});

test('a model with an operator that is newer stays as it is', async () => {
  const rounded = makeNode('MaxPool', ['x'], ['y'], { ceil_mode: int(1), kernel_shape: ints([1, 1]) });

  expect(opsetVersion(await foldModel(model([rounded], 22)))).toBe(22);
});

test('older models keep their version', async () => {
  expect(
    opsetVersion(
      await foldModel(model(transposed.slice(0, 1).concat(makeNode('ConvTranspose', ['a', 'kernel'], ['y'])), 18)),
    ),
  ).toBe(18);
});

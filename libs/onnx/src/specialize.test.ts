import { expect, test } from 'vitest';
import { makeGraph, makeModel, makeNode, valueInfo } from './build.ts';
import { DataType } from './data-type.ts';
import { elementType, ShapeIndex, staticShape } from './shapes.ts';
import { openInputs, setInputShape, specializeShapes } from './specialize.ts';
import { floatTensor } from './tensors.ts';

function example() {
  const nodes = [makeNode('Add', ['x', 't'], ['a']), makeNode('Mul', ['a', 'w'], ['y'])];
  const input = [
    valueInfo('x', DataType.FLOAT, ['batch', 4, 'width']),
    valueInfo('t', DataType.FLOAT, ['batch', 1, 1]),
  ];
  const graph = makeGraph({
    nodes,
    inputs: input,
    outputs: [valueInfo('y', DataType.FLOAT, ['batch', 4, 'width'])],
    valueInfo: [valueInfo('a', DataType.FLOAT, ['batch', 4, null])],
    initializers: [floatTensor('w', [1], [2])],
  });
  return makeModel(graph);
}

test('a symbolic dimension fixed at one input is fixed wherever its name occurs', () => {
  const model = specializeShapes(example(), { x: [2, 4, 8] });
  expect([staticShape(model, 'x'), staticShape(model, 't'), staticShape(model, 'y')]).toEqual([
    [2, 4, 8],
    [2, 1, 1],
    [2, 4, 8],
  ]);
  expect(staticShape(model, 'a')).toBeUndefined();
  expect(openInputs(model)).toEqual([]);
});

test('the given model stays as it was', () => {
  const model = example();
  specializeShapes(model, { x: [2, 4, 8] });
  expect(model.proto).toEqual(example().proto);
  expect(openInputs(model)).toEqual(['x: [batch, 4, width]', 't: [batch, 1, 1]']);
});

test('names of free dimensions can be given numbers directly', () => {
  expect(staticShape(specializeShapes(example(), {}, { batch: 3, width: 5 }), 'x')).toEqual([3, 4, 5]);
});

test.each([
  ['another rank', { x: [2, 4] }, /'x' has rank 3.*\[2, 4\] has 2/],
  ['another number than the fixed one', { x: [2, 5, 8] }, /'x' is fixed to 4 on axis 1, not 5/],
  [
    'two numbers for one name',
    { x: [2, 4, 8], t: [3, 1, 1] },
    /'t' wants 3 for the dimension 'batch'.*input 'x' wants 2/,
  ],
  ['an input that does not exist', { z: [1] }, /no input 'z'.*x, t/],
  ['a fraction', { x: [2, 4, 1.5] }, /1\.5.*no dimension/],
  ['a negative number', { x: [-1, 4, 8] }, /-1.*no dimension/],
])('%s is refused and named', (_, shapes, message) => {
  expect(() => specializeShapes(example(), shapes as Record<string, number[]>)).toThrow(message);
});

test('an unknown free dimension is refused with the list of those that exist', () => {
  expect(() => specializeShapes(example(), {}, { height: 1 })).toThrow(/'height'.*batch, width/);
});

test('setInputShape edits in place', () => {
  const model = example();
  setInputShape(model, 't', [9, 1, 1]);
  expect(staticShape(model, 't')).toEqual([9, 1, 1]);
});

test('shapes and element types of initializers and unknown values', () => {
  const index = new ShapeIndex(example());
  expect([index.shape('w'), index.elementType('w')]).toEqual([[1], DataType.FLOAT]);
  expect([index.shape('q'), index.elementType('q'), elementType(example(), 'a')]).toEqual([
    undefined,
    undefined,
    DataType.FLOAT,
  ]);
});

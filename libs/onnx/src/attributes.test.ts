import { expect, test } from 'vitest';
import { attrFloat, attrFloats, attrGraph, attrInt, attrInts, attrString, attrTensor } from './attributes.ts';
import { float, floats, graphAttr, int, ints, string, tensorAttr } from './attributes.ts';
import { makeGraph, makeNode } from './build.ts';
import { floatTensor } from './tensors.ts';

const tensor = floatTensor('t', [1], [1]);
const graph = makeGraph({ nodes: [], inputs: [], outputs: [] });
const node = makeNode(
  'Op',
  ['x'],
  ['y'],
  {
    i: int(3),
    end: int(9223372036854775807n),
    is: ints([1, -9223372036854775808n]),
    f: float(0.5),
    fs: floats([1, 2]),
    s: string('größe'),
    t: tensorAttr(tensor),
    g: graphAttr(graph),
    left: undefined,
  },
  'op',
);

test('each kind of attribute is read as it was made', () => {
  expect(attrInt(node, 'i')).toBe(3);
  expect(attrFloat(node, 'f')).toBe(0.5);
  expect(attrFloats(node, 'fs')).toEqual([1, 2]);
  expect(attrString(node, 's')).toBe('größe');
  expect(attrTensor(node, 't')).toBe(tensor);
  expect(attrGraph(node, 'g')).toBe(graph);
});

test('integers beyond 2^53 saturate for the reader and stay exact in the node', () => {
  expect(attrInt(node, 'end')).toBe(Number.MAX_SAFE_INTEGER);
  expect(attrInts(node, 'is')).toEqual([1, -Number.MAX_SAFE_INTEGER]);
  expect(node.attribute.find((each) => each.name === 'end')!.i).toBe(9223372036854775807n);
});

test('an absent attribute gives the fallback, or an error that names node and attribute', () => {
  expect(attrInt(node, 'axis', 7)).toBe(7);
  expect(attrInts(node, 'axes', undefined)).toBeUndefined();
  expect(attrInt(node, 'left', 1)).toBe(1);
  expect(() => attrInt(node, 'axis')).toThrow(/'op'.*Op.*'axis'/);
});

test('an attribute of another kind is an error, not a number', () => {
  expect(() => attrInt(node, 'f', 0)).toThrow(expect.objectContaining({ code: 'bad-attribute' }));
});

test('a bare value is refused, since 1 could be an int or a float', () => {
  expect(() => makeNode('Op', [], [], { axis: 1 as never })).toThrow(/int\(\)/);
});

import { expect, test } from 'vitest';
import { graphAttr } from './attributes.ts';
import { makeGraph, makeModel, makeNode, valueInfo } from './build.ts';
import { DataType } from './data-type.ts';
import { GraphIndex } from './graph-index.ts';
import { pruneUnused } from './prune.ts';
import { floatTensor } from './tensors.ts';
import { topologicalSort } from './topological-sort.ts';
import type { NodeProto } from './types.ts';

const value = (name: string) => valueInfo(name, DataType.FLOAT, [2]);

/** y = relu(x * w) + z, with a branch that nobody needs. */
function example() {
  const nodes = [
    makeNode('Mul', ['x', 'w'], ['a'], {}, 'mul'),
    makeNode('Relu', ['a'], ['b'], {}, 'relu'),
    makeNode('Add', ['b', 'z'], ['y'], {}, 'add'),
    makeNode('Mul', ['a', 'unused_weight'], ['dead'], {}, 'dead'),
  ];
  const initializers = [floatTensor('w', [2], [2, 3]), floatTensor('unused_weight', [2], [1, 1])];
  const graph = makeGraph({
    nodes,
    initializers,
    inputs: [value('x'), value('z')],
    outputs: [value('y')],
    valueInfo: ['a', 'b', 'dead'].map(value),
  });
  return makeModel(graph);
}

/** If(cond) then x_then = Neg(outer) else Abs(outer), where both read `outer` from the surrounding graph. */
function conditional(outer: string): NodeProto {
  const branch = (op: string) =>
    graphAttr(makeGraph({ nodes: [makeNode(op, [outer], [`${op}_out`])], inputs: [], outputs: [value(`${op}_out`)] }));
  return makeNode('If', ['cond'], ['chosen'], { then_branch: branch('Neg'), else_branch: branch('Abs') }, 'if');
}

test('the index knows who makes and who reads each value', () => {
  const { graph } = example().proto;
  const index = new GraphIndex(graph);
  expect(index.producer('b')!.name).toBe('relu');
  expect(index.producer('x')).toBeUndefined();
  expect(index.consumers('a').map((node) => node.name)).toEqual(['relu', 'dead']);
  expect(index.consumers('y')).toEqual([]);
  expect(index.initializer('w')!.dims).toEqual([2]);
  expect([index.isInput('x'), index.isInput('w'), index.isOutput('y'), index.has('q')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('a node that reads a value twice is one consumer', () => {
  const index = new GraphIndex(
    makeGraph({ nodes: [makeNode('Mul', ['x', 'x'], ['y'])], inputs: [value('x')], outputs: [value('y')] }),
  );
  expect(index.consumers('x')).toHaveLength(1);
});

test('a value read only inside a nested graph has the surrounding node as consumer', () => {
  const index = new GraphIndex(
    makeGraph({ nodes: [conditional('x')], inputs: [value('x')], outputs: [value('chosen')] }),
  );
  expect(index.consumers('x').map((node) => node.name)).toEqual(['if']);
  expect(index.consumers('Neg_out')).toEqual([]);
});

test('an initializer that is also listed as an input (old IR versions) is not an input', () => {
  const { graph } = example().proto;
  graph.input.push(value('w'));
  expect(new GraphIndex(graph).isInput('w')).toBe(false);
});

test('unique names collide with no value, no node and no earlier unique name', () => {
  const index = new GraphIndex(example().proto.graph);
  expect([index.uniqueName('new'), index.uniqueName('new'), index.uniqueName('relu'), index.uniqueName('w')]).toEqual([
    'new',
    'new_2',
    'relu_2',
    'w_2',
  ]);
});

test('sorting puts producers first and leaves what may stay', () => {
  const { graph } = example().proto;
  graph.node = [3, 2, 1, 0].map((each) => graph.node[each]!);
  topologicalSort(graph);
  expect(graph.node.map((node) => node.name)).toEqual(['mul', 'dead', 'relu', 'add']);
  topologicalSort(graph);
  expect(graph.node.map((node) => node.name)).toEqual(['mul', 'dead', 'relu', 'add']);
});

test('sorting sees what a nested graph reads', () => {
  const nodes = [conditional('late'), makeNode('Neg', ['x'], ['late'], {}, 'late')];
  const graph = makeGraph({ nodes, inputs: [value('x')], outputs: [value('chosen')] });
  topologicalSort(graph);
  expect(graph.node.map((node) => node.name)).toEqual(['late', 'if']);
});

test('a cycle is an error that names its nodes', () => {
  const { graph } = example().proto;
  graph.node[0]!.input[1] = 'b';
  expect(() => topologicalSort(graph)).toThrow(/cycle: node '(mul|relu)'.*node '(mul|relu)'/);
});

test('pruning leaves only what the outputs need, and the inputs', () => {
  const model = example();
  pruneUnused(model);
  const { node, initializer, input, valueInfo: infos } = model.proto.graph;
  expect(node.map((each) => each.name)).toEqual(['mul', 'relu', 'add']);
  expect(initializer.map((each) => each.name)).toEqual(['w']);
  expect(input.map((each) => each.name)).toEqual(['x', 'z']);
  expect(infos.map((each) => each.name)).toEqual(['a', 'b']);
});

test('pruning keeps what only a nested graph reads', () => {
  const nodes = [makeNode('Neg', ['x'], ['outer'], {}, 'outer'), conditional('outer')];
  const model = makeModel(makeGraph({ nodes, inputs: [value('x')], outputs: [value('chosen')] }));
  pruneUnused(model);
  expect(model.proto.graph.node).toHaveLength(2);
});

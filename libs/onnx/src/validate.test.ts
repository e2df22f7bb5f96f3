import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { goldenPath } from '../test/golden.ts';
import { graphAttr } from './attributes.ts';
import type { AttributeValue } from './attributes.ts';
import { makeGraph, makeModel, makeNode, valueInfo } from './build.ts';
import { DataType } from './data-type.ts';
import { externalEntries } from './external-data.ts';
import { readModel } from './io.ts';
import { createSession } from './session.ts';
import { floatTensor, readTensor } from './tensors.ts';
import type { OnnxModel } from './types.ts';
import { findProblems, validateModel } from './validate.ts';
import { writeModel } from './write-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'facet-onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'w.bin'), new Uint8Array(8));

const value = (name: string) => valueInfo(name, DataType.FLOAT, [2]);

/** y = relu(x * w), spoiled by `spoil`. */
function spoiled(spoil: (model: OnnxModel) => unknown): OnnxModel {
  const nodes = [makeNode('Mul', ['x', 'w'], ['a'], {}, 'mul'), makeNode('Relu', ['a'], ['y'], {}, 'relu')];
  const graph = makeGraph({
    nodes,
    inputs: [value('x')],
    outputs: [value('y')],
    initializers: [floatTensor('w', [2], [1, 2])],
  });
  const model = makeModel(graph, { directory: folder });
  spoil(model);
  return model;
}

function external(model: OnnxModel, location: string, offset: number, length: number): void {
  const tensor = model.proto.graph.initializer[0]!;
  delete tensor.rawData;
  Object.assign(tensor, { dataLocation: 1, externalData: externalEntries(location, offset, length) });
}

test.each(['net-torchscript.onnx', 'net-dynamo.onnx', 'net-external.onnx', 'net-half.onnx'])('%s is valid', (name) => {
  expect(findProblems(readModel(goldenPath(name)))).toEqual([]);
});

test.each<[string, (model: OnnxModel) => void, string, RegExp]>([
  [
    'a value made twice',
    ({ proto }) => proto.graph.node.push(makeNode('Neg', ['x'], ['a'], {}, 'neg')),
    'invalid-graph',
    /'a' is defined twice: by node 'mul' \(Mul\) and by node 'neg' \(Neg\)/,
  ],
  [
    'an input that nobody makes',
    ({ proto }) => void (proto.graph.node[1]!.input[0] = 'q'),
    'invalid-graph',
    /node 'relu' \(Relu\) reads 'q'/,
  ],
  [
    'a node without a name',
    ({ proto }) => void Object.assign(proto.graph.node[1]!, { name: '', input: ['q'] }),
    'invalid-graph',
    /the Relu node that makes 'y' reads 'q'/,
  ],
  [
    'an output that nobody makes',
    ({ proto }) => void proto.graph.output.push(value('q')),
    'invalid-graph',
    /graph output 'q'/,
  ],
  ['a cycle', ({ proto }) => void (proto.graph.node[0]!.input[0] = 'y'), 'invalid-graph', /cycle.*'mul'.*'relu'/],
  [
    'nodes out of order',
    ({ proto }) => void proto.graph.node.reverse(),
    'invalid-graph',
    /'relu' \(Relu\) reads 'a' before/,
  ],
  [
    'an unknown element type',
    ({ proto }) => void (proto.graph.input[0]!.type!.tensorType!.elemType = 77),
    'invalid-graph',
    /'x' has the unknown element type 77/,
  ],
  [
    'a tensor of unknown type',
    ({ proto }) => void (proto.graph.initializer[0]!.dataType = 0),
    'bad-tensor',
    /'w' \(initializer\)/,
  ],
  [
    'a tensor too short',
    ({ proto }) => void (proto.graph.initializer[0]!.dims = [3]),
    'bad-tensor',
    /'w'.*12 bytes, not 8/,
  ],
  [
    'a negative dimension',
    ({ proto }) => void (proto.graph.initializer[0]!.dims = [-2]),
    'bad-tensor',
    /'w'.*negative/,
  ],
  [
    'an operator set that is not imported',
    ({ proto }) => void (proto.graph.node[1]!.domain = 'com.microsoft'),
    'invalid-graph',
    /'relu'.*does not import.*'com\.microsoft'/,
  ],
  ['no operator set at all', ({ proto }) => void (proto.opsetImport = []), 'invalid-graph', /imports no operator set/],
  [
    'a missing external file',
    (model) => external(model, 'none.bin', 0, 8),
    'external-data',
    /'w'.*none\.bin, which does not exist/,
  ],
  [
    'an external range beyond the file',
    (model) => external(model, 'w.bin', 4, 8),
    'external-data',
    /'w'.*ends at byte 12 of .*w\.bin, which has only 8/,
  ],
  [
    'an external length that does not fit',
    (model) => external(model, 'w.bin', 0, 4),
    'external-data',
    /'w'.*needs 8 bytes.*says 4/,
  ],
])('%s is named', (_, spoil, code, message) => {
  expect(() => validateModel(spoiled(spoil))).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});

test.each(['../w.bin', '/etc/hostname', 'sub/../../w.bin'])(
  'the external location %s, outside of the folder, is refused everywhere',
  async (location) => {
    const model = spoiled((each) => external(each, location, 0, 8));
    const refused = expect.objectContaining({
      code: 'external-data',
      message: expect.stringContaining(`'w' refers to '${location}'`),
    });
    expect(() => validateModel(model)).toThrow(refused);
    expect(() => readTensor(model, model.proto.graph.initializer[0]!)).toThrow(refused);
    expect(() => writeModel(model, join(folder, 'derived.onnx'))).toThrow(refused);
    await expect(createSession(model)).rejects.toThrow(refused);
  },
);

test('an external range inside its file is fine', () => {
  expect(findProblems(spoiled((model) => external(model, 'w.bin', 0, 8)))).toEqual([]);
});

/** A branch of an If that negates a value of the surrounding graph. */
function branch(read: string): AttributeValue {
  const nodes = [makeNode('Neg', [read], ['inner'], {}, `neg_${read}`)];
  return graphAttr(makeGraph({ nodes, inputs: [], outputs: [value('inner')] }));
}

/** The example with an If one of whose branches reads `read`. */
function withBranch(read: string): OnnxModel {
  const branches = { then_branch: branch('a'), else_branch: branch(read) };
  return spoiled(({ proto }) => proto.graph.node.push(makeNode('If', ['x'], ['c'], branches, 'if')));
}

test('a nested graph sees the values around it, and its own mistakes are named', () => {
  expect(findProblems(withBranch('w'))).toEqual([]);
  expect(findProblems(withBranch('q'))[0]!.message).toMatch(/'neg_q'.*reads 'q'/);
});

test('all problems are in one message', () => {
  const model = spoiled(({ proto }) => {
    proto.graph.node[0]!.input[0] = 'p';
    proto.graph.node[1]!.input[0] = 'q';
  });
  expect(() => validateModel(model)).toThrow(/'p'[^]*'q'/);
});

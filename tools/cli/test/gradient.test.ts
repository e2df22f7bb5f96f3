import { existsSync } from 'node:fs';
import { DataType, floatTensor, int, ints, makeGraph, makeModel, makeNode, valueInfo, writeModel } from '@facet/onnx';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, expect, it } from 'vitest';
import { facet, lastLine, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
afterAll(remove);

const value = (name: string) => valueInfo(name, DataType.FLOAT, [1, 4, 2]);

/** y = GroupNormalization(x * w * w), with an input whose name holds a comma. */
const given = path('given.onnx');
const graph = makeGraph({
  nodes: [
    makeNode('Mul', ['x,1', 'w'], ['a']),
    makeNode('Mul', ['a', 'w'], ['b']),
    makeNode('GroupNormalization', ['b', 'scale', 'scale'], ['y'], { num_groups: int(2) }),
  ],
  inputs: [value('x,1')],
  outputs: [value('y')],
  initializers: [floatTensor('w', [2], [1, 2]), floatTensor('scale', [4], [1, 2, 3, 4])],
});
writeModel(makeModel(graph, { opset: 21 }), given);

it('takes names with commas in them, of inputs and weights, in one list or several', async () => {
  const out = path('gradient.onnx');
  const finished = await succeed([
    'gradient',
    given,
    '--of',
    'y',
    '--wrt',
    'x,1,w',
    '--wrt',
    'scale',
    '--out',
    out,
    '--json',
  ]);
  const { outputs } = lastLine(finished) as unknown as { outputs: string[] };
  expect(outputs).toEqual(['y', 'grad/x,1', 'grad/w', 'grad/scale']);
  const session = await InferenceSession.create(out);
  expect(session.inputNames).toEqual(['x,1', 'grad/y']);
  await session.release();
});

it('differentiates what it has written under another prefix, and asks for one where names would clash', async () => {
  const [first, second, third] = [path('first.onnx'), path('second.onnx'), path('third.onnx')];
  await succeed(['gradient', given, '--of', 'y', '--wrt', 'w', '--out', first]);
  await succeed(['gradient', first, '--of', 'grad/w', '--wrt', 'x,1', '--prefix', 'again/', '--out', second]);
  expect((await InferenceSession.create(second)).outputNames).toEqual(['y', 'grad/w', 'again/x,1']);
  const clashing = await facet(['gradient', first, '--of', 'y', '--wrt', 'w', '--out', third]);
  expect([clashing.code, clashing.stderr]).toEqual([2, expect.stringMatching(/'grad\/y'.*another prefix/)]);
  expect(existsSync(third)).toBe(false);
});

it('names the node and what is not known about it, and writes nothing', async () => {
  const file = path('columns.onnx');
  const nodes = [makeNode('MaxPool', ['x,1'], ['y'], { kernel_shape: ints([2]), storage_order: int(1) }, 'pool')];
  const outputs = [valueInfo('y', DataType.FLOAT, [1, 4, 1])];
  writeModel(makeModel(makeGraph({ nodes, inputs: [value('x,1')], outputs }), { opset: 18 }), file);
  const refused = await facet(['gradient', file, '--of', 'y', '--wrt', 'x,1', '--out', path('no.onnx')]);
  expect([refused.code, refused.stderr]).toEqual([
    4,
    expect.stringMatching(/'pool' \(MaxPool, opset 18\) sets 'storage_order' to 1/),
  ]);
  expect(existsSync(path('no.onnx'))).toBe(false);
});

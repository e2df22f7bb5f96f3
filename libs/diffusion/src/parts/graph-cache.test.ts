import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DataType,
  encodeModel,
  floatTensor,
  makeGraph,
  makeModel,
  makeNode,
  openModel,
  readFloats,
  valueInfo,
} from '@facet/onnx';
import type { OnnxModel } from '@facet/onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GraphCache } from './graph-cache.ts';

/** A graph as folding leaves one: a weight, and a mask of the batch's size; both over 16 KiB, both of the same names. */
function folded(batch: number): OnnxModel {
  const info = (name: string) => valueInfo(name, DataType.FLOAT, [batch, 80, 80]);
  const graph = makeGraph({
    nodes: [makeNode('Add', ['x', 'mask'], ['m']), makeNode('Mul', ['m', 'weight'], ['y'])],
    inputs: [info('x')],
    outputs: [info('y')],
    initializers: [
      floatTensor('mask', [batch, 80, 80], new Float32Array(batch * 6400).fill(-batch)),
      floatTensor(
        'weight',
        [80, 80],
        Float32Array.from({ length: 6400 }, (_, at) => at),
      ),
    ],
  });
  return makeModel(graph);
}

const never = (): OnnxModel => {
  throw new Error('The graph was to be kept.');
};

const valuesOf = (model: OnnxModel): Record<string, Float32Array> =>
  Object.fromEntries(model.proto.graph.initializer.map((tensor) => [tensor.name, readFloats(model, tensor)]));

describe('prepared graphs of one network', () => {
  let root: string;
  let path: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'facet-cache-'));
    path = join(root, 'model.onnx');
    writeFileSync(path, encodeModel(folded(1)));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const cache = (): GraphCache => new GraphCache(join(root, 'cache'), openModel(path), 'float', path);
  const constants = async (batch: number, make = () => folded(batch)): Promise<Record<string, Float32Array>> =>
    valuesOf(await cache().get(`forward-${batch}`, make));

  it('keep apart constants that have one name and differ in shape and values', async () => {
    const [one, four] = [await constants(1), await constants(4)];
    expect(await constants(1, never)).toEqual(one);
    expect(await constants(4, never)).toEqual(four);
    expect([one.mask![0], four.mask![0]]).toEqual([-1, -4]);
    expect(one.weight).toEqual(four.weight);
  });

  it('hold none of its weights, which stay in its file', async () => {
    const right = valuesOf(folded(1));
    expect(valuesOf(await cache().get('forward', () => openModel(path)))).toEqual(right);
    expect(valuesOf(await cache().get('forward', never))).toEqual(right);
    const kept = readdirSync(join(root, 'cache'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(kept.map(({ name }) => name)).toEqual(['forward.onnx']);
    expect(statSync(join(kept[0]!.parentPath, 'forward.onnx')).size).toBeLessThan(2000);
  });

  it('are not those of what was in the file before, nor of its folder before it was moved', async () => {
    await cache().get('forward', () => openModel(path));
    writeFileSync(path, encodeModel(folded(4)));
    expect(valuesOf(await cache().get('forward', () => openModel(path)))).toEqual(valuesOf(folded(4)));
    const moved = join(root, 'moved.onnx');
    renameSync(path, moved);
    path = moved;
    expect(valuesOf(await cache().get('forward', () => openModel(path)))).toEqual(valuesOf(folded(4)));
  });

  it('are made again when what is kept was cut short', async () => {
    await constants(1);
    const [network] = readdirSync(join(root, 'cache'));
    const file = join(root, 'cache', network!, 'forward-1.onnx');
    writeFileSync(file, readFileSync(file).subarray(0, 30_000));
    const right = valuesOf(folded(1));
    expect(await constants(1)).toEqual(right);
    expect(await constants(1, never)).toEqual(right);
  });
});

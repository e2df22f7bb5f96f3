import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataType, encodeModel, floatTensor, makeGraph, makeModel, makeNode, readFloats, valueInfo } from '@facet/onnx';
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

describe('prepared graphs of one network', () => {
  let root: string;
  let path: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'facet-cache-'));
    path = join(root, 'model.onnx');
    writeFileSync(path, encodeModel(folded(1)));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const cache = (): GraphCache => new GraphCache(join(root, 'cache'), folded(1), 'float', path);
  const values = async (batch: number, make = () => folded(batch)): Promise<Record<string, Float32Array>> => {
    const model = await cache().get(`forward-${batch}`, make);
    const read = model.proto.graph.initializer.map((tensor) => [tensor.name, readFloats(model, tensor)]);
    return Object.fromEntries(read) as Record<string, Float32Array>;
  };
  const binaries = (): string[] => {
    const [network] = readdirSync(join(root, 'cache'));
    const folder = join(root, 'cache', network!);
    return readdirSync(folder)
      .filter((file) => file.endsWith('.bin'))
      .map((file) => join(folder, file));
  };

  it('keep apart constants that have one name and differ in shape and values', async () => {
    const [one, four] = [await values(1), await values(4)];
    expect(await values(1, never)).toEqual(one);
    expect(await values(4, never)).toEqual(four);
    expect([one.mask![0], four.mask![0]]).toEqual([-1, -4]);
    expect(one.weight).toEqual(four.weight);
  });

  it('share a weight that is equal', async () => {
    await values(1);
    await values(4);
    expect(
      binaries()
        .map((file) => statSync(file).size)
        .toSorted((a, b) => a - b),
    ).toEqual([25_600, 25_600, 102_400]);
  });

  it('are made again when what is kept was changed, be it in length or not', async () => {
    const right = await values(1);
    for (const file of binaries()) {
      const bytes = readFileSync(file);
      bytes[1000]! ^= 1;
      writeFileSync(file, bytes);
      utimesSync(file, 1, 1);
    }
    expect(await values(1)).toEqual(right);
    expect(await values(1, never)).toEqual(right);
  });
});

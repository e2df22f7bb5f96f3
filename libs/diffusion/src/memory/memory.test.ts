import { checkpointContents, writeTensors } from '@facet/models/testing';
import { DataType, floatTensor, makeGraph, makeModel, makeNode, valueInfo } from '@facet/onnx';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '../model/load.ts';
import type { DiffusionModel } from '../types.ts';
import { requireRows, rowsThatFit } from './fit-rows.ts';
import { graphMemory } from './graph-memory.ts';
import { MemoryError } from './memory-error.ts';
import { peakOfOpening, type Opening } from './opening.ts';

const value = (name: string, ...dims: number[]) => valueInfo(name, DataType.FLOAT, dims);

const opening = (weights: number, activations: number): Opening => ({
  storedBytes: weights,
  memory: { weights, activations },
});

describe('graphMemory', () => {
  it('counts what is alive together, views as what they show, and a copy of a weight for each kernel that packs it', () => {
    const graph = makeGraph({
      nodes: [
        makeNode('MatMul', ['x', 'w'], ['a']), // x 40, a 40
        makeNode('Reshape', ['a', 'shape'], ['b']), // the same bytes as a
        makeNode('Relu', ['b'], ['c']), // b and c
        makeNode('MatMul', ['c', 'w'], ['d']), // c and d
        makeNode('Add', ['d', 'x'], ['y']),
      ],
      inputs: [value('x', 1, 10)],
      outputs: [value('y', 1, 10)],
      initializers: [floatTensor('w', [10, 10], new Float32Array(100))],
      valueInfo: [value('a', 1, 10), value('b', 10), value('c', 10), value('d', 1, 10)],
    });
    expect(graphMemory(makeModel(graph), true)).toEqual({ weights: 2 * 400, activations: 3 * 40 });
  });
});

describe('peakOfOpening', () => {
  it('lets go of the first when weights pass the limit, and not before', () => {
    const three = [opening(5, 1), opening(3, 4), opening(4, 2)];
    expect(peakOfOpening(three, 12)).toEqual({ weights: 12, activations: 7 });
    expect(peakOfOpening(three, 11)).toEqual({ weights: 8, activations: 5 });
  });
});

describe('what fits into the memory that is free', () => {
  const folder = mkdtempSync(join(tmpdir(), 'facet-memory-'));
  const what = 'Training';
  const job = { kind: 'train', rows: 4, height: 64, width: 64 } as const;
  let model: DiffusionModel;

  beforeAll(async () => {
    writeTensors(join(folder, 'model.safetensors'), checkpointContents('sd1'));
    const options = { device: 'cpu', threads: 1, cacheDirectory: join(folder, 'cache') } as const;
    model = await loadModel(join(folder, 'model.safetensors'), options);
  });
  afterAll(async () => {
    await model.close();
    rmSync(folder, { recursive: true });
  });

  it('is all that was asked for where there is enough, and fewer rows where there is not', async () => {
    const { weights, activations, rowActivations } = await model.memoryFor(job);
    expect(rowActivations).toBeGreaterThan(1e6);
    const freeBytes = weights + activations + 3.5 * rowActivations;
    expect(await rowsThatFit(model, job, { what, freeBytes: Infinity })).toBe(4);
    expect(await rowsThatFit(model, job, { what, freeBytes })).toBe(3);
    expect(await rowsThatFit(model, job, { what, freeBytes, rowsTogether: 2 })).toBe(2);
    await expect(requireRows(model, job, { what, freeBytes })).rejects.toMatchObject({
      code: 'not-enough-memory',
      smaller: { batch: 3, size: expect.any(Number) as number },
    });
  });

  it('is less than one row: the error says what is needed, what is free, and a size that does fit', async () => {
    const { weights, activations, rowActivations } = await model.memoryFor(job);
    const freeBytes = weights + (activations + rowActivations) / 2;
    const error = await rowsThatFit(model, job, { what, freeBytes }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MemoryError);
    const { neededBytes, smaller, message } = error as MemoryError;
    expect(neededBytes).toBe(weights + activations + rowActivations);
    expect(message).toMatch(/^Training needs about \d\.\d GB of memory, \d\.\d are free\. Take a size of \d+\.$/);
    const cells = smaller.size! / model.vaeScale;
    expect(await rowsThatFit(model, { ...job, rows: 1, height: cells, width: cells }, { what, freeBytes })).toBe(1);
  });

  it('is nothing where not even the weights fit', async () => {
    await expect(rowsThatFit(model, job, { what, freeBytes: 1 })).rejects.toThrow(/Close other programs/);
  });

  it('asks nothing more of sessions that are open', async () => {
    const latents = { data: new Float32Array(4 * 64 * 64), dims: [1, 4, 64, 64] };
    const one = { ...job, kind: 'draw', rows: 1 } as const;
    const before = await model.memoryFor(one);
    const contexts = model.layers.map(() => new Float32Array(77 * model.hiddenWidth));
    await model.predict(latents, [1], contexts);
    const after = await model.memoryFor(one);
    expect(after.weights).toBeLessThan(before.weights);
    expect(after.rowActivations).toBe(0);
  });
});

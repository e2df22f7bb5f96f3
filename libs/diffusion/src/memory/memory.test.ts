import { checkpointContents, writeTensors } from '@facet/models/testing';
import { DataType, externalTensor, floatTensor, int, makeGraph, makeModel, makeNode, valueInfo } from '@facet/onnx';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '../model/load.ts';
import type { DiffusionModel, SessionMemory } from '../types.ts';
import { requireRows, rowsThatFit } from './fit-rows.ts';
import { graphMemory } from './graph-memory.ts';
import { MemoryError } from './memory-error.ts';
import { heldBytes, takenTogether } from './session-memory.ts';

const value = (name: string, ...dims: number[]) => valueInfo(name, DataType.FLOAT, dims);

const stored = (name: string, dataType: number, length: number) =>
  externalTensor(name, [10, 10], dataType, { location: 'weights.safetensors', offset: 0, length });

const passing = (activations: number): SessionMemory => ({
  mapped: 5,
  copied: 3,
  activations,
  keepsActivations: false,
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
    expect(graphMemory(makeModel(graph), true)).toEqual({ mapped: 0, copied: 2 * 400, activations: 3 * 40 });
  });

  it('counts a weight that is read where it lies in its file apart from those that are copied', () => {
    const graph = makeGraph({
      nodes: [
        makeNode('Cast', ['narrow'], ['wide'], { to: int(DataType.FLOAT) }),
        makeNode('Add', ['x', 'wide'], ['a']),
        makeNode('Add', ['a', 'b'], ['y']),
      ],
      inputs: [value('x', 10, 10)],
      outputs: [value('y', 10, 10)],
      initializers: [stored('narrow', DataType.FLOAT16, 200), stored('b', DataType.FLOAT, 400)],
      valueInfo: [value('wide', 10, 10), value('a', 10, 10)],
    });
    expect(graphMemory(makeModel(graph), true)).toMatchObject({ mapped: 400, copied: 400 });
    expect(graphMemory(makeModel(graph), false)).toMatchObject({ mapped: 400 + 200, copied: 0 });
  });
});

describe('what sessions take together', () => {
  it('is what each holds, and of those that take more while they run the most, since one runs at a time', () => {
    const keeping: SessionMemory = { mapped: 0, copied: 2, activations: 10, keepsActivations: true };
    const all = [passing(20), keeping, passing(30)];
    expect(heldBytes(all)).toBe(3 + 12 + 3);
    expect(takenTogether(all)).toBe(5 + 5 + (3 + 12 + 3) + 30);
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

  /** Free bytes in which these rows fit while nothing is closed, and a little more. */
  async function freeFor(rows: number): Promise<number> {
    const { unet, others, open } = await model.memoryFor(job);
    return takenTogether([unet(rows + 0.5), ...others, ...open]);
  }

  it('is all that was asked for where there is enough, and fewer rows where there is not', async () => {
    const freeBytes = await freeFor(3);
    expect(await rowsThatFit(model, job, { what, freeBytes: Infinity })).toBe(4);
    expect(await rowsThatFit(model, job, { what, freeBytes })).toBe(3);
    expect(await rowsThatFit(model, job, { what, freeBytes, rowsTogether: 2 })).toBe(2);
  });

  it('is by each network alone where not one row fits beside the others', async () => {
    const { unet, others } = await model.memoryFor(job);
    const freeBytes = takenTogether([unet(1)]);
    expect(freeBytes).toBeLessThan(takenTogether([unet(1), ...others]));
    expect(await rowsThatFit(model, job, { what, freeBytes })).toBe(1);
    await expect(requireRows(model, job, { what, freeBytes })).rejects.toMatchObject({
      code: 'not-enough-memory',
      smaller: { batch: 1, size: expect.any(Number) as number },
    });
  });

  it('is less than one row: the error says what is needed, what is free, and a size that does fit', async () => {
    const { unet } = await model.memoryFor(job);
    const freeBytes = takenTogether([unet(0.5)]);
    const error = await rowsThatFit(model, job, { what, freeBytes }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MemoryError);
    const { neededBytes, smaller, message } = error as MemoryError;
    expect(neededBytes).toBe(takenTogether([unet(1)]));
    expect(message).toMatch(/^Training needs about \d\.\d GB of memory, \d\.\d are free\. Take a size of \d+\.$/);
    const cells = smaller.size! / model.vaeScale;
    expect(await rowsThatFit(model, { ...job, rows: 1, height: cells, width: cells }, { what, freeBytes })).toBe(1);
  });

  it('is nothing where not even the weights fit', async () => {
    await expect(rowsThatFit(model, job, { what, freeBytes: 1 })).rejects.toThrow(/Close other programs/);
  });

  it('counts the encoders for as many prompts as are encoded together', async () => {
    const one = await model.memoryFor({ ...job, prompts: 1 });
    const four = await model.memoryFor({ ...job, prompts: 4 });
    expect(one.others).toHaveLength(2);
    expect(four.others).toHaveLength(2);
    expect(takenTogether(four.others)).toBeGreaterThan(takenTogether(one.others));
    expect((await model.memoryFor({ ...job, prompts: 21 })).others).toHaveLength(2 * 3);
  });

  it('has what open sessions hold besides, which are closed for it', async () => {
    const latents = { data: new Float32Array(4 * 64 * 64), dims: [1, 4, 64, 64] };
    const contexts = model.layers.map(() => new Float32Array(77 * model.hiddenWidth));
    await model.predict(latents, [1], contexts);
    const { heldBytes: held, open, unet } = await model.memoryFor(job);
    expect(open).toHaveLength(1);
    expect(held).toBe(heldBytes(open));
    const freeBytes = takenTogether([unet(1.5)]) - held;
    expect(await rowsThatFit(model, job, { what, freeBytes })).toBe(1);
  });

  it('has nothing besides when only the sessions of a job are kept', async () => {
    const latents = { data: new Float32Array(4 * 64 * 64), dims: [1, 4, 64, 64] };
    const drawing = { kind: 'draw', rows: 1, height: 64, width: 64 } as const;
    await model.encodeText(model.embed([model.tokenizer.encode('cat').ids]));
    await model.decodeLatents(latents);
    const [besideTraining, besideDrawing] = [await model.memoryFor(job), await model.memoryFor(drawing)];
    expect(besideTraining.open.length).toBeGreaterThan(besideDrawing.open.length);
    await model.keepOnly(drawing);
    expect((await model.memoryFor(drawing)).open).toEqual([]);
    expect((await model.memoryFor(job)).open).not.toEqual([]);
    await model.keepOnly(job);
    expect((await model.memoryFor(job)).open).toEqual([]);
  });
});

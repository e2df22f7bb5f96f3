import {
  DataType,
  externalTensor,
  floatTensor,
  int,
  makeGraph,
  makeModel,
  makeNode,
  valueInfo,
  type OnnxModel,
} from '@facet/onnx';
import { describe, expect, it } from 'vitest';
import { takenTogether } from '../memory/session-memory.ts';
import { SessionPool, type SessionSource } from './session-pool.ts';

function addingModel(amount: number): OnnxModel {
  const graph = makeGraph({
    nodes: [makeNode('Add', ['x', 'amount'], ['y'])],
    inputs: [valueInfo('x', 1, [1])],
    outputs: [valueInfo('y', 1, [1])],
    initializers: [floatTensor('amount', [1], [amount])],
  });
  return makeModel(graph);
}

const feeds = { x: { data: Float32Array.of(1), dims: [1] } };

describe('SessionPool', () => {
  it('opens a session once while it is in use, and again after it was the least recently used of too many', async () => {
    const pool = new SessionPool({ device: 'cpu', threads: 1 });
    const made: number[] = [];
    const use = (amount: number) => {
      const make = () => {
        made.push(amount);
        return Promise.resolve(addingModel(amount));
      };
      return pool.use(`add-${amount}`, make, async (network) => (await network.run(feeds, ['y']))['y']!.data[0]);
    };
    expect([await use(0), await use(1), await use(0)]).toEqual([1, 2, 1]);
    expect(made).toEqual([0, 1]);
    for (let amount = 2; amount <= 24; amount++) await use(amount);
    made.length = 0;
    expect(await use(0)).toBe(1);
    expect(made).toEqual([]);
    expect(await use(1)).toBe(2);
    expect(made).toEqual([1]);
    await pool.close();
  });

  it('closes the least recently used when what is free would not do for it and the next together, and none before', async () => {
    const count = 1024;
    const source = (name: string): SessionSource => {
      const graph = makeGraph({
        nodes: [makeNode('Add', ['x', name], ['y'])],
        inputs: [valueInfo('x', DataType.FLOAT, [count])],
        outputs: [valueInfo('y', DataType.FLOAT, [count])],
        initializers: [floatTensor(name, [count], new Float32Array(count))],
      });
      return { name, make: () => Promise.resolve(makeModel(graph)) };
    };
    const openAfter = async (freeForThird: (taken: number) => number): Promise<string[]> => {
      let free = Infinity;
      const pool = new SessionPool({ device: 'cpu', threads: 1, freeBytes: () => free });
      const open = ({ name, make }: SessionSource) => pool.use(name, make, () => Promise.resolve());
      for (const name of ['a', 'b', 'a']) await open(source(name));
      free = freeForThird(takenTogether([await pool.memoryOf(source('c'))]));
      await open(source('c'));
      const all = pool.memoryBeside([]).length;
      const names = ['a', 'b', 'c'].filter((name) => pool.memoryBeside([name]).length < all);
      await pool.close();
      return names;
    };
    expect(await openAfter((taken) => taken)).toEqual(['a', 'b', 'c']);
    expect(await openAfter((taken) => taken - 1)).toEqual(['a', 'c']);
  });

  it('takes a large network of 16 bits once and from its file where its model keeps such weights narrow, and wide copies elsewhere', async () => {
    const side = 20_000;
    const place = { location: 'weights.safetensors', offset: 0, length: 2 * side * side };
    const weight = externalTensor('w', [side, side], DataType.FLOAT16, place);
    const graph = makeGraph({
      nodes: [
        makeNode('Cast', ['w'], ['wide'], { to: int(DataType.FLOAT) }),
        makeNode('MatMul', ['x', 'wide'], ['a']),
        makeNode('Transpose', ['wide'], ['turned']),
        makeNode('MatMul', ['a', 'turned'], ['y']),
      ],
      inputs: [valueInfo('x', DataType.FLOAT, [1, side])],
      outputs: [valueInfo('y', DataType.FLOAT, [1, side])],
      initializers: [weight],
    });
    const source = { name: 'gradient', make: () => Promise.resolve(makeModel(graph)) };
    const [narrow, wide] = [true, false].map(
      (keepsNarrow) => new SessionPool({ device: 'cpu', threads: 1, keepsNarrow }),
    );
    expect(await narrow!.memoryOf(source)).toMatchObject({ mapped: 2 * side * side, copied: 0 });
    expect(await wide!.memoryOf(source)).toMatchObject({ mapped: 0, copied: 2 * 4 * side * side });
  });

  it('finishes what was begun before it closes, and refuses what comes after', async () => {
    const pool = new SessionPool({ device: 'cpu', threads: 1 });
    const use = () =>
      pool.use(
        'add',
        () => Promise.resolve(addingModel(2)),
        async (network) => (await network.run(feeds, ['y']))['y']!.data[0],
      );
    const [begun, again] = [use(), use()];
    const closed = pool.close();
    const late = use();
    await expect(late).rejects.toMatchObject({ code: 'closed' });
    await closed;
    expect(await Promise.allSettled([begun, again])).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  });
});

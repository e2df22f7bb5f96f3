import { floatTensor, makeGraph, makeModel, makeNode, valueInfo, type OnnxModel } from '@facet/onnx';
import { describe, expect, it } from 'vitest';
import { SessionPool } from './session-pool.ts';

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

import { describe, expect, it } from 'vitest';
import { BusyError, type TurnLimits, Turns } from './turns.ts';

const limits = (changed: Partial<TurnLimits> = {}): TurnLimits => ({
  atOnce: 2,
  atOnceEach: 2,
  waiting: 200,
  waitingEach: 200,
  ...changed,
});

/** Lets go on what waits for nothing any more. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

/** Work that is done when it is told, and a list of what has begun. */
function desk(turns: Turns) {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const bring = (name: string, ...parties: string[]): Promise<void> =>
    turns.take(parties, () => {
      begun.push(name);
      return new Promise<void>((end) => ends.push(end));
    });
  /** Ends what has begun first and is not ended, `count` times. */
  const finish = async (count = 1): Promise<void> => {
    for (let i = 0; i < count; i++) {
      await settle();
      ends.shift()?.();
      await settle();
    }
  };
  return { begun, bring, finish };
}

describe('turns', () => {
  it('go round: one that brings a hundred makes another wait for what has begun and no more', async () => {
    const { begun, bring, finish } = desk(new Turns(limits({ atOnce: 1 })));
    for (let i = 0; i < 100; i++) void bring(`a${i}`, 'a');
    void bring('b0', 'b');
    void bring('b1', 'b');
    void bring('c0', 'c');
    await finish(6);
    await settle();
    expect(begun).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'a2', 'a3']);
  });

  it('are not won by a person who has many organisations', async () => {
    const { begun, bring, finish } = desk(new Turns(limits({ atOnce: 1 })));
    for (let i = 0; i < 6; i++) void bring(`many${i}`, `organization${i}`, 'many');
    void bring('one', 'other', 'one');
    await finish(2);
    expect(begun.slice(0, 2)).toEqual(['many0', 'one']);
  });

  it('are not lost to those who come later and are new', async () => {
    const { begun, bring, finish } = desk(new Turns(limits({ atOnce: 1 })));
    for (let i = 0; i < 3; i++) void bring(`a${i}`, 'a');
    for (let i = 0; i < 20; i++) {
      void bring(`new${i}`, `new${i}`);
      await finish();
    }
    expect(begun.indexOf('a2')).toBeLessThan(8);
  });

  it('leave a place to others, however much one has', async () => {
    const { begun, bring } = desk(new Turns(limits({ atOnceEach: 1 })));
    for (let i = 0; i < 5; i++) void bring(`a${i}`, 'a');
    void bring('b0', 'b');
    await settle();
    expect(begun).toEqual(['a0', 'b0']);
  });

  it('are refused, with the time to wait, when one party has too many waiting, and others are not', async () => {
    const { bring } = desk(new Turns(limits({ waitingEach: 3 })));
    for (let i = 0; i < 5; i++) void bring(`a${i}`, 'a');
    const refused = bring('a5', 'a');
    await expect(refused).rejects.toThrow(BusyError);
    await expect(refused).rejects.toMatchObject({
      retryable: true,
      retryAfterSeconds: expect.toSatisfy((s) => s >= 1),
    });
    await expect(bring('a6', 'fresh', 'a')).rejects.toThrow(BusyError);
    await expect(Promise.race([bring('b', 'b'), 'waits'])).resolves.toBe('waits');
  });

  it('are refused when too many wait in all, and begin nothing then', async () => {
    const { begun, bring, finish } = desk(new Turns(limits({ waiting: 4 })));
    const all = Array.from({ length: 20 }, (_, i) => bring(`${i}`, `${i}`));
    const refused = (await Promise.allSettled(all.slice(6))).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(14);
    await finish(6);
    await settle();
    expect(begun.length).toBe(6);
    void bring('later', 'later');
    await settle();
    expect(begun).toContain('later');
  });

  it('go on after work that failed, which fails as it did', async () => {
    const turns = new Turns(limits({ atOnce: 1 }));
    const failing = turns.take(['a'], () => Promise.reject(new Error('broken')));
    const next = turns.take(['a'], () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('done');
  });
});

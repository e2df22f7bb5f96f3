import { load, type LoadResult, type Target } from '../service/load.ts';
import { spreadOf, type Spread } from '../statistics.ts';

export interface Measured {
  readonly connections: number;
  readonly requests: number;
  readonly errors: number;
  readonly of: Readonly<Record<string, Summary>>;
}

export interface Summary {
  readonly perSecond: Spread;
  readonly p99Ms: Spread;
  /** Requests a second, over those of the first one in the same round. */
  readonly perSecondRatio: Spread;
}

/** Each in turn, from another one on every round, so that what else the machine does weighs on all. */
export async function measureInTurns(
  targets: Readonly<Record<string, readonly Target[]>>,
  turn: { readonly connections: number; readonly requests: number },
  rounds: number,
): Promise<Measured> {
  const names = Object.keys(targets);
  const results = new Map<string, LoadResult[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const i of names.keys()) {
      const name = names[(i + round) % names.length]!;
      results.get(name)!.push(await load(targets[name]!, turn));
    }
  const first = results.get(names[0]!)!;
  const of = [...results].map(([name, each]): [string, Summary] => [
    name,
    {
      perSecond: spreadOf(each.map(({ perSecond }) => perSecond)),
      p99Ms: spreadOf(each.map(({ latencyMs }) => latencyMs.p99)),
      perSecondRatio: spreadOf(each.map(({ perSecond }, round) => perSecond / first[round]!.perSecond)),
    },
  ]);
  const errors = [...results.values()].flat().reduce((sum, { errors: more }) => sum + more, 0);
  return { ...turn, errors, of: Object.fromEntries(of) };
}

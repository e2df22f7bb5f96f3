/** Measures two things in turns, the order swapped every round, so that what else the machine does weighs on both. */
export async function inTurns<Result>(
  rounds: number,
  first: (round: number) => Promise<Result>,
  second: (round: number) => Promise<Result>,
): Promise<{ readonly first: Result; readonly second: Result }[]> {
  const results: { first: Result; second: Result }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const before = await first(round);
      results.push({ first: before, second: await second(round) });
    } else {
      const before = await second(round);
      results.push({ second: before, first: await first(round) });
    }
  }
  return results;
}

/** Of all values, to each side. */
const NEIGHBOURS = 0.05;

/** Each value's mean with its neighbours, of which there are fewer at both ends. */
export function smoothed(values: readonly number[]): number[] {
  const reach = Math.round(values.length * NEIGHBOURS);
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return values.map((_, index) => {
    const from = Math.max(0, index - reach);
    const to = Math.min(values.length, index + reach + 1);
    return (sums[to]! - sums[from]!) / (to - from);
  });
}

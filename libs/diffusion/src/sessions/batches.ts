/**
 * Splits a batch into runs of few sizes, so that few sessions serve every batch: 21 by [16, 4, 1] is 16, 4, 1. `sizes`
 * descends and ends with 1.
 */
export function batches(count: number, sizes: readonly number[]): { start: number; size: number }[] {
  const runs: { start: number; size: number }[] = [];
  let start = 0;
  while (start < count) {
    const size = sizes.find((each) => each <= count - start) ?? 1;
    runs.push({ start, size });
    start += size;
  }
  return runs;
}

/** Rows `start` to `start + size` of an array of rows, without copying. */
export function rows(data: Float32Array, rowLength: number, start: number, size: number): Float32Array {
  return data.subarray(start * rowLength, (start + size) * rowLength);
}

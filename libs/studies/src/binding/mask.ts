/** Which pixels of a square picture belong to something: 1 where they do, row by row. */
export type Mask = Uint8Array;

/** Pixels that a pixel at the origin reaches. */
type Kernel = readonly (readonly [dx: number, dy: number])[];

const box = (reach: number): Kernel => {
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return steps.flatMap((dy) => steps.map((dx) => [dx, dy] as const));
};

const disk = (reach: number): Kernel =>
  box(reach).filter(([dx, dy]) => Math.abs(dx) <= Math.round(Math.sqrt(reach ** 2 - dy ** 2)));

/** 1 wherever the kernel, laid on a pixel, meets a `wanted` one; outside the picture it meets none. */
function grown(mask: Mask, side: number, kernel: Kernel, wanted: 0 | 1): Mask {
  const out = new Uint8Array(mask.length);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (const [dx, dy] of kernel) {
        const [column, row] = [x + dx, y + dy];
        if (column < 0 || row < 0 || column >= side || row >= side || mask[row * side + column] !== wanted) continue;
        out[y * side + x] = 1;
        break;
      }
  return out;
}

const dilated = (mask: Mask, side: number, kernel: Kernel): Mask => grown(mask, side, kernel, 1);
const eroded = (mask: Mask, side: number, kernel: Kernel): Mask =>
  grown(mask, side, kernel, 0).map((value) => 1 - value);

/** Without what is thinner than three pixels. */
export const opened = (mask: Mask, side: number): Mask => dilated(eroded(mask, side, box(1)), side, box(1));

const GAP = 6;
const MARGIN = 8;

/** The mask with its holes, and the gaps of outlines and stripes, closed: what a subject covers, however it is drawn. */
export function silhouette(mask: Mask, side: number): Mask {
  const wide = side + 2 * MARGIN;
  const padded = new Uint8Array(wide * wide);
  for (let y = 0; y < side; y++) padded.set(mask.subarray(y * side, (y + 1) * side), (y + MARGIN) * wide + MARGIN);
  const closed = eroded(dilated(padded, wide, disk(GAP)), wide, disk(GAP));
  const cropped = new Uint8Array(mask.length);
  for (let y = 0; y < side; y++)
    cropped.set(closed.subarray((y + MARGIN) * wide + MARGIN, (y + MARGIN) * wide + MARGIN + side), y * side);
  return withoutHoles(cropped, side);
}

/** Everything that cannot be reached from outside, over edges of pixels. */
function withoutHoles(mask: Mask, side: number): Mask {
  const outside = new Uint8Array(mask.length);
  const queue: number[] = [];
  const reach = (x: number, y: number): void => {
    if (x < 0 || y < 0 || x >= side || y >= side) return;
    const at = y * side + x;
    if (mask[at] || outside[at]) return;
    outside[at] = 1;
    queue.push(at);
  };
  for (let i = 0; i < side; i++) {
    reach(i, 0);
    reach(i, side - 1);
    reach(0, i);
    reach(side - 1, i);
  }
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const [x, y] = [at % side, Math.floor(at / side)];
    reach(x - 1, y);
    reach(x + 1, y);
    reach(x, y - 1);
    reach(x, y + 1);
  }
  return outside.map((value) => 1 - value);
}

/** One minus intersection over union. */
export function overlapLost(a: Mask, b: Mask): number {
  let [both, either] = [0, 0];
  a.forEach((value, at) => {
    both += value & b[at]!;
    either += value | b[at]!;
  });
  return 1 - both / Math.max(1, either);
}

/** The middle of a mask's extent, in shares of the side from the picture's middle; single far pixels do not count. */
export function centreOf(mask: Mask, side: number): { readonly x: number; readonly y: number } {
  const [xs, ys]: [number[], number[]] = [[], []];
  mask.forEach((value, at) => {
    if (!value) return;
    xs.push(at % side);
    ys.push(Math.floor(at / side));
  });
  return { x: middle(xs) / side - (xs.length > 0 ? 0.5 : 0), y: middle(ys) / side - (ys.length > 0 ? 0.5 : 0) };
}

const FAR = 0.02;

function middle(values: number[]): number {
  if (values.length === 0) return 0;
  values.sort((a, b) => a - b);
  return (quantile(values, FAR) + quantile(values, 1 - FAR)) / 2;
}

/** Of sorted values, linear between them. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const next = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return sorted[below]! + (at - below) * (next - sorted[below]!);
}

import type { Tensor } from '@facet/diffusion';
import { converter, differenceCiede2000, type Lab65 } from 'culori';

/** Everything is measured on pictures of this side, so that figures of models of different sizes can be compared. */
export const SIDE = 128;

const toLab = converter('lab65');
const difference = differenceCiede2000();

/** CIELAB (D65) of `[1, 3, height, width]` in [-1, 1], row by row, brought to `SIDE` by averaging or repeating pixels. */
export function labPicture({ data, dims }: Tensor): Lab65[] {
  const [, , height, width] = dims as [number, number, number, number];
  const plane = height * width;
  return Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [y, x] = [Math.floor(at / SIDE), at % SIDE];
    const rows = span(y, height);
    const columns = span(x, width);
    const mean = (channel: number): number => {
      let sum = 0;
      for (let row = rows.from; row < rows.to; row++)
        for (let column = columns.from; column < columns.to; column++)
          sum += data[channel * plane + row * width + column]!;
      return (sum / ((rows.to - rows.from) * (columns.to - columns.from)) + 1) / 2;
    };
    return toLab({ mode: 'rgb', r: mean(0), g: mean(1), b: mean(2) });
  });
}

/** The pixels of a side that lie under one of `SIDE`. */
function span(at: number, length: number): { from: number; to: number } {
  const from = Math.floor((at * length) / SIDE);
  return { from, to: Math.max(from + 1, Math.floor(((at + 1) * length) / SIDE)) };
}

export const ciede2000 = (a: Lab65, b: Lab65): number => difference(a, b);

export function meanLab(colors: readonly Lab65[]): Lab65 {
  const mean = (axis: 'l' | 'a' | 'b'): number => colors.reduce((sum, color) => sum + color[axis], 0) / colors.length;
  return { mode: 'lab65', l: mean('l'), a: mean('a'), b: mean('b') };
}

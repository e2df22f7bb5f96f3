import { colorsNamed, converter, differenceCiede2000, type Lab65 } from 'culori';
import type { Rgb } from './palette.ts';

const toLab = converter('lab65');
const difference = differenceCiede2000();

/** The colours of CSS, whose names are words that people know; of two spellings of one colour the last. */
const NAMED = [
  ...new Map(
    Object.entries(colorsNamed).map(([name, code]): [number, { name: string; color: Lab65 }] => [
      code,
      {
        name,
        color: toLab({ mode: 'rgb', r: (code >> 16) / 255, g: ((code >> 8) & 255) / 255, b: (code & 255) / 255 }),
      },
    ]),
  ).values(),
];

/** What people call a colour, whatever words a model has: the nearest of the named colours of CSS (CIEDE2000). */
export function colorName([r, g, b]: Rgb): string {
  const color = toLab({ mode: 'rgb', r: r / 255, g: g / 255, b: b / 255 });
  return NAMED.reduce((best, next) => (difference(next.color, color) < difference(best.color, color) ? next : best))
    .name;
}

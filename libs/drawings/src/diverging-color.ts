import { ink } from './svg.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Orange over white to blue: ends that all kinds of colour vision tell apart. The positive end is much the darker one, so
 * that the two differ in print without colour as well.
 */
const NEGATIVE: Rgb = [0xd9, 0x82, 0x2b];
const NEUTRAL: Rgb = [0xfb, 0xfa, 0xf8];
const POSITIVE: Rgb = [0x0b, 0x3c, 0x7d];

const rgbOf = (value: number): Rgb => {
  const end = value < 0 ? NEGATIVE : POSITIVE;
  const share = Math.min(1, Math.abs(value));
  const channel = (i: 0 | 1 | 2): number => Math.round(NEUTRAL[i] + (end[i] - NEUTRAL[i]) * share);
  return [channel(0), channel(1), channel(2)];
};

/** The colour of a value from -1 to 1. */
export function divergingColor(value: number): string {
  return `#${rgbOf(value)
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** Black or white, whichever is read better on the colour of the value (relative luminance of WCAG 2, without its gamma). */
export function inkOn(value: number): string {
  const [red, green, blue] = rgbOf(value);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128 ? ink.card : ink.text;
}

import { ink, line, text } from './svg.ts';

/** A number of the data with its place, from 0 at the axis' beginning to 1 at its end. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly Tick[];
}

/** Grid, ticks and titles of a plot: the vertical axis' title above it, where it can be read without turning one's head. */
export function plotArea(box: Box, x: Axis, y: Axis): string {
  const parts = [text(y.title, box.left, box.top - 16, { size: 14, weight: 600 })];
  for (const { at, label } of y.ticks) {
    const level = box.bottom - at * (box.bottom - box.top);
    parts.push(line(`M${box.left} ${round(level)}H${box.right}`));
    parts.push(text(label, box.left - 9, level + 5, { size: 14, fill: ink.muted, anchor: 'end' }));
  }
  for (const { at, label } of x.ticks) {
    const place = box.left + at * (box.right - box.left);
    parts.push(line(`M${round(place)} ${box.top}V${box.bottom}`));
    parts.push(text(label, place, box.bottom + 21, { size: 14, fill: ink.muted, anchor: 'middle' }));
  }
  const middle = (box.left + box.right) / 2;
  parts.push(text(x.title, middle, box.bottom + 44, { size: 14, weight: 600, anchor: 'middle' }));
  return parts.join('\n');
}

/** Coordinates need no more than a hundredth of a pixel. */
export const round = (value: number): number => Math.round(value * 100) / 100;

/** An axis from `low` to `high`: how a value becomes a place from 0 to 1. */
export type Scale = (value: number) => number;

export const linear =
  (low: number, high: number): Scale =>
  (value) =>
    (value - low) / (high - low);

/** Multiples of `step` from `low` to `high`. */
export function ticks(low: number, high: number, step: number, label: (value: number) => string): Tick[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    return { at: linear(low, high)(value), label: label(value) };
  });
}

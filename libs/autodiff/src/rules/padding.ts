import type { Site } from '../site.ts';
import { dim, positiveAxis, range, type Value } from '../values.ts';
import { mapAxis, transposedMatrix } from './axis-map.ts';

/** Constants outside: crop. Reflected, repeated or wrapped edges: every element also gets the gradients of its copies. */
export function padGradient(s: Site<'mode'>): Value {
  const { b } = s;
  const shape = s.in(0).shape;
  const mode = s.text('mode');
  const pads = s.numbers(1) ?? [];
  const axes = (s.numbers(3) ?? range(shape.length)).map((axis) => positiveAxis(axis, shape.length));
  const begins = shape.map((_, axis) => (axes.includes(axis) ? pads[axes.indexOf(axis)]! : 0));
  const ends = shape.map((_, axis) => (axes.includes(axis) ? pads[axes.indexOf(axis) + axes.length]! : 0));
  if (mode === 'constant') return b.pad(s.grad(), negated(begins), negated(ends));
  if (mode !== 'reflect' && mode !== 'edge' && mode !== 'wrap')
    s.fail('unsupported-form', `has the unknown mode '${mode}'`);
  if (pads.some((count) => count < 0)) s.fail('unsupported-form', `crops with mode '${mode}'`);
  return axes.reduce((g, axis) => {
    if (begins[axis] === 0 && ends[axis] === 0) return g;
    const length = dim(shape, axis);
    const sources = range(dim(g.shape, axis)).map((i) => [[source(i - begins[axis]!, length, mode), 1] as const]);
    return mapAxis(b, g, axis, transposedMatrix(sources, length));
  }, s.grad());
}

const negated = (counts: readonly number[]): number[] => counts.map((count) => 0 - count);

/** Where a place outside [0, length) takes its element from. */
function source(at: number, length: number, mode: 'reflect' | 'edge' | 'wrap'): number {
  if (mode === 'edge') return Math.min(Math.max(at, 0), length - 1);
  const period = mode === 'wrap' ? length : Math.max(2 * length - 2, 1);
  const inside = ((at % period) + period) % period;
  return inside < length ? inside : period - inside;
}

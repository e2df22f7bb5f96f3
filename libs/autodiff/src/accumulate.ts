import { dataTypeName } from '@facet/onnx';
import { AutodiffError } from './errors.ts';
import type { Forward } from './forward.ts';
import type { Ops } from './ops.ts';
import {
  broadcastShape,
  dim,
  isPiece,
  sameShape,
  sizeOf,
  withDim,
  type Gradient,
  type Piece,
  type Value,
} from './values.ts';

/** Sums the contributions to each value's gradient. */
export class Gradients {
  readonly #b: Ops;
  readonly #forward: Forward;
  readonly #parts = new Map<string, Gradient[]>();

  constructor(b: Ops, forward: Forward) {
    this.#b = b;
    this.#forward = forward;
  }

  /** A contribution may be smaller than the value where it is the same along an axis (of length 1 there). */
  add(name: string, gradient: Gradient): void {
    requireFitting(name, this.#forward.value(name), gradient);
    const parts = this.#parts.get(name);
    if (parts) parts.push(gradient);
    else this.#parts.set(name, [gradient]);
  }

  /** The sum of all contributions so far, of the value's full shape; undefined when there is none. */
  total(name: string): Value | undefined {
    const parts = this.#parts.get(name);
    if (!parts) return undefined;
    const { shape } = this.#forward.value(name);
    const full = parts.flatMap((part) => (isPiece(part) ? [] : [part]));
    const whole = [...full, ...joinPieces(this.#b, parts.filter(isPiece), shape)];
    // The smaller ones first, so that repeated values are added before they are spread.
    whole.sort((a, b) => sizeOf(a.shape) - sizeOf(b.shape));
    const sum = whole.reduce((a, b) => this.#b.add(b, a));
    const total = this.#b.expand(sum, shape);
    this.#parts.set(name, [total]);
    return total;
  }
}

/** The last defence against a rule that forgets to sum over an axis: spreading a sum of the wrong shape would hide it. */
function requireFitting(name: string, { shape, type }: Value, gradient: Gradient): void {
  const { value } = isPiece(gradient) ? gradient : { value: gradient };
  const fits = isPiece(gradient)
    ? sameShape(withDim(shape, gradient.axis, dim(value.shape, gradient.axis)), value.shape) &&
      end(gradient) <= dim(shape, gradient.axis)
    : sameShape(broadcastShape(value.shape, shape), shape) &&
      value.shape.every((length, i) => [1, shape[i - value.shape.length + shape.length]].includes(length));
  if (fits && value.type === type) return;
  const message = `A gradient of shape [${value.shape.join(', ')}] and type ${dataTypeName(value.type)} came back for '${name}' of shape [${shape.join(', ')}] and type ${dataTypeName(type)}. This is a fault in the gradient rules; please report it with the model.`;
  throw new AutodiffError('wrong-gradient', message);
}

/** Pieces that lie side by side become one Concat with zeros in the gaps; what overlaps goes into a further one. */
function joinPieces(b: Ops, pieces: readonly Piece[], shape: readonly number[]): Value[] {
  const layers: Piece[][] = [];
  for (const piece of pieces) {
    const free = layers.find((layer) => layer.every((other) => !overlap(piece, other)));
    if (free) free.push(piece);
    else layers.push([piece]);
  }
  return layers.map((layer) =>
    joinLayer(
      b,
      layer.toSorted((a, c) => a.start - c.start),
      shape,
    ),
  );
}

function overlap(a: Piece, c: Piece): boolean {
  return a.axis !== c.axis || (a.start < end(c) && c.start < end(a));
}

function end(piece: Piece): number {
  return piece.start + dim(piece.value.shape, piece.axis);
}

function joinLayer(b: Ops, layer: readonly Piece[], shape: readonly number[]): Value {
  const { axis, value, start } = layer[0]!;
  const length = dim(shape, axis);
  if (layer.length === 1) {
    const begins = shape.map((_, i) => (i === axis ? start : 0));
    const ends = shape.map((_, i) => (i === axis ? length - end(layer[0]!) : 0));
    return b.pad(value, begins, ends);
  }
  const parts: Value[] = [];
  let at = 0;
  const fill = (to: number): void => {
    if (to > at) parts.push(b.zeros(withDim(shape, axis, to - at), value.type));
  };
  for (const piece of layer) {
    fill(piece.start);
    parts.push(piece.value);
    at = end(piece);
  }
  fill(length);
  return b.concat(parts, axis);
}

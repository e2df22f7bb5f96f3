import type { Tensor } from '../types.ts';

/** Square tiles, as diffusers' `enable_tiling` cuts them: a quarter of a tile's side lies in the next one. */
export interface Tiling {
  /** Side of a tile of the input, a multiple of 4. */
  readonly side: number;
  /** Side of what a tile becomes. */
  readonly resultSide: number;
  /** Inputs of more places than this are cut. */
  readonly placesMax: number;
}

/** Whether an input [n, channels, height, width] is cut into tiles. */
export function isTiled({ dims }: Pick<Tensor, 'dims'>, { side, placesMax }: Tiling): boolean {
  const [height, width] = dims.slice(2) as [number, number];
  return height * width > placesMax && Math.max(height, width) > side;
}

/** The largest input that the network itself sees of one of these dimensions. */
export function seenDims(dims: readonly number[], tiling: Tiling): readonly number[] {
  if (!isTiled({ dims }, tiling)) return dims;
  return dims.map((size, axis) => (axis < 2 ? size : Math.min(size, tiling.side)));
}

/**
 * Applies a network to overlapping tiles, and blends what they become along the overlaps, from above and then from the left (diffusers'
 * AutoencoderKL.tiled_decode and _tiled_encode).
 */
export async function inTiles(
  input: Tensor,
  { side, resultSide }: Tiling,
  run: (tile: Tensor) => Promise<Tensor>,
): Promise<Tensor> {
  const [height, width] = input.dims.slice(2) as [number, number];
  const step = (side * 3) / 4;
  const blended = resultSide / 4;
  const kept = resultSide - blended;
  const bands: Tensor[] = [];
  let above: Tensor[] = [];
  for (let top = 0; top < height; top += step) {
    const row: Tensor[] = [];
    for (let left = 0; left < width; left += step) {
      const part = crop(input, { top, left, height: side, width: side });
      const tile = await run(part);
      const neighbour = above[row.length];
      if (neighbour) blend(neighbour, tile, 'down', blended);
      const before = row.at(-1);
      if (before) blend(before, tile, 'right', blended);
      row.push(tile);
    }
    const shown = row.map((tile) => crop(tile, { top: 0, left: 0, height: kept, width: kept }));
    bands.push(join(shown, 'right'));
    above = row;
  }
  return join(bands, 'down');
}

interface Area {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

type Direction = 'down' | 'right';

/** An area of every plane, as much of it as there is. */
function crop({ data, dims }: Tensor, area: Area): Tensor {
  const [count, channels, height, width] = dims as [number, number, number, number];
  const rows = Math.min(area.height, height - area.top);
  const columns = Math.min(area.width, width - area.left);
  const result = new Float32Array(count * channels * rows * columns);
  for (let line = 0; line < count * channels * rows; line++) {
    const plane = Math.floor(line / rows);
    const start = (plane * height + area.top + (line % rows)) * width + area.left;
    result.set(data.subarray(start, start + columns), line * columns);
  }
  return { data: result, dims: [count, channels, rows, columns] };
}

/** Goes over from the end of one tile to the beginning of the next, which is changed. */
function blend(from: Tensor, to: Tensor, direction: Direction, extent: number): void {
  const axis = direction === 'down' ? 2 : 3;
  const [fromLength, toLength] = [from.dims[axis]!, to.dims[axis]!];
  const length = Math.min(extent, fromLength, toLength);
  // [outer, length along the axis, inner]
  const inner = direction === 'down' ? to.dims[3]! : 1;
  const outer = to.data.length / (toLength * inner);
  for (let at = 0; at < outer; at++) {
    for (let y = 0; y < length; y++) {
      const weight = y / length;
      const source = (at * fromLength + fromLength - length + y) * inner;
      const target = (at * toLength + y) * inner;
      for (let x = 0; x < inner; x++) {
        to.data[target + x] = from.data[source + x]! * (1 - weight) + to.data[target + x]! * weight;
      }
    }
  }
}

/** Tensors of the same size in all else, side by side. */
function join(parts: readonly Tensor[], direction: Direction): Tensor {
  const axis = direction === 'down' ? 2 : 3;
  const dims = parts[0]!.dims.with(
    axis,
    parts.reduce((sum, part) => sum + part.dims[axis]!, 0),
  );
  const result = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
  const run = dims[axis]! * (direction === 'down' ? dims[3]! : 1);
  let offset = 0;
  for (const { data, dims: own } of parts) {
    const length = own[axis]! * (direction === 'down' ? own[3]! : 1);
    for (let at = 0; at < data.length / length; at++) {
      result.set(data.subarray(at * length, (at + 1) * length), at * run + offset);
    }
    offset += length;
  }
  return { data: result, dims };
}

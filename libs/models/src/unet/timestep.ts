import { int } from '@facet/onnx';
import type { GraphBuilder, Value } from '../graph/builder.ts';

/**
 * Cosines, then sines, of numbers [n] at `width / 2` frequencies from 1 down to 1/10000: [n, width]. The frequencies are
 * computed in float32 step by step, as PyTorch does: at timestep 999 a last digit shows.
 * @param shift 0 for Stable Diffusion: how much sooner than after `width / 2` steps the last frequency is reached
 */
export function sinusoidal(g: GraphBuilder, numbers: Value, path: string, width: number, shift: number): Value {
  const half = width / 2;
  const frequencies = Array.from({ length: half }, (_, at) => {
    const exponent = Math.fround(Math.fround(-Math.log(10000) * at) / (half - shift));
    return Math.fround(Math.exp(exponent));
  });
  const column = g.op(path, 'Unsqueeze', [numbers, g.ints([-1])]);
  const angles = g.op(path, 'Mul', [column, g.floats([1, half], frequencies)]);
  return g.op(path, 'Concat', [g.op(path, 'Cos', [angles]), g.op(path, 'Sin', [angles])], { axis: int(-1) });
}

import { lowerOperators } from '@facet/autodiff';
import { foldModel, OnnxError, type OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';

/**
 * Folds one network for fixed input shapes. What exporters widen to float64 inside is computed in float32, which every
 * provider can.
 * @param what the network's name for messages, such as `U-Net`
 * @throws {ModelError} `unexpected-graph` when the export fixed a dimension to something else
 */
export async function foldPart(
  what: string,
  model: OnnxModel,
  shapes: Readonly<Record<string, readonly number[]>> = {},
): Promise<OnnxModel> {
  try {
    return await foldModel(lowerOperators(model), { shapes, narrowDoubles: true });
  } catch (cause) {
    if (!(cause instanceof OnnxError) || cause.code !== 'bad-shape') throw cause;
    const message = `The ${what} was exported for other sizes: ${cause.message} Export it with dynamic batch, height and width.`;
    throw new ModelError('unexpected-graph', message, { cause });
  }
}

import { lowerOperators } from '@facet/autodiff';
import { LORA_MARK } from '@facet/models';
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
    // Small factors of a LoRA would be folded into a change as large as the weight.
    const keep = model.proto.graph.initializer.map(({ name }) => name).filter((name) => name.includes(LORA_MARK));
    return await foldModel(lowerOperators(model), { shapes, narrowDoubles: true, keep });
  } catch (cause) {
    if (!(cause instanceof OnnxError) || cause.code !== 'bad-shape') throw cause;
    const message = `The ${what} was exported for other sizes: ${cause.message} Export it with dynamic batch, height and width.`;
    throw new ModelError('unexpected-graph', message, { cause });
  }
}

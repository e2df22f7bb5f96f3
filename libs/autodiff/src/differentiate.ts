import { foldModel, OnnxError, requireLoadable, specializeShapes, type FoldOptions, type OnnxModel } from '@facet/onnx';
import { AutodiffError } from './errors.ts';
import { buildGradientModel, type GradientRequest } from './gradient-model.ts';
import { inferAndLower } from './lower/index.ts';

/**
 * The gradient model of any model, as `buildGradientModel` describes it: operators lowered and shapes fixed first, every use of
 * a wanted weight kept, and the result loaded by ONNX Runtime, its shapes compared with those declared.
 * @throws {AutodiffError} where a gradient is not certain to be right
 * @throws {OnnxError} `bad-shape` for inputs of open shape; `runtime-refused` for a model that ONNX Runtime does not load
 */
export async function differentiate(
  model: OnnxModel,
  request: GradientRequest & Pick<FoldOptions, 'freeDimensions' | 'shapes'>,
): Promise<OnnxModel> {
  const { shapes = {}, freeDimensions, wrt } = request;
  const lowered = await inferAndLower(specializeShapes(model, shapes, freeDimensions));
  const folded = await foldModel(lowered, { keep: wrt });
  const gradient = buildGradientModel(folded, request);
  await requireRunnable(gradient);
  return gradient;
}

async function requireRunnable(gradient: OnnxModel): Promise<void> {
  try {
    await requireLoadable(gradient);
  } catch (cause) {
    if (!(cause instanceof OnnxError)) throw cause;
    const code = cause.code === 'runtime-refused' ? 'not-runnable' : 'wrong-gradient';
    throw new AutodiffError(code, `The gradient model cannot be used: ${cause.message}`, { cause });
  }
}

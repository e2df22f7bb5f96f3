import ort from 'onnxruntime-node';
import { OnnxError } from './errors.ts';
import { encodeModel } from './io.ts';
import type { OnnxModel } from './types.ts';

export type SessionOptions = ort.InferenceSession.SessionOptions;

/**
 * Session options by which ONNX Runtime finds the external tensors of a model given as bytes, or of a file that lies in
 * another folder than its weights. ONNX Runtime refuses absolute locations, `..` and symbolic links that lead out of
 * the folder, so this option (or `writeModel`) is how a derived model shares the weights of its original.
 */
export function withWeightsFolder(model: OnnxModel, options: SessionOptions = {}): SessionOptions {
  if (model.directory === undefined) return options;
  const extra = (options.extra ?? {}) as { session?: Record<string, string> };
  const session = { ...extra.session, model_external_initializers_file_folder_path: model.directory };
  return { ...options, extra: { ...extra, session } };
}

/**
 * Opens a model that exists in memory; external tensors are found in the model's folder.
 * @throws {OnnxError} `runtime-refused` with ONNX Runtime's reason; `too-large` when the message does not fit in 2 GB.
 */
export async function createSession(model: OnnxModel, options: SessionOptions = {}): Promise<ort.InferenceSession> {
  const bytes = encodeModel(model);
  try {
    return await ort.InferenceSession.create(bytes, withWeightsFolder(model, options));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OnnxError('runtime-refused', `ONNX Runtime refuses the model: ${why}`, { cause });
  }
}

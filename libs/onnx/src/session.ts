import ort from 'onnxruntime-node';
import { OnnxError } from './errors.ts';
import { withRealLocations } from './external-files.ts';
import { encodeModel } from './io.ts';
import type { OnnxModel } from './types.ts';

export type SessionOptions = ort.InferenceSession.SessionOptions;

/** What `ort.InferenceSession.create` needs for a model in memory. */
export interface SessionSource {
  bytes: Uint8Array;
  options: SessionOptions;
}

/**
 * A model in memory as ONNX Runtime takes it: its bytes, and options that say in which folder its external tensors lie. By
 * this a derived model (split, folded, differentiated) shares the weights of the file it came from, with nothing written.
 * Other options are kept.
 * @throws {OnnxError} `external-data` when a weights file is missing; `too-large` when the message does not fit in 2 GB.
 */
function sessionSource(model: OnnxModel, options: SessionOptions = {}): SessionSource {
  const placed = withRealLocations(model);
  const bytes = encodeModel(placed);
  if (placed === model) return { bytes, options };
  const extra = (options.extra ?? {}) as { session?: Record<string, string> };
  const session = { ...extra.session, model_external_initializers_file_folder_path: placed.directory! };
  return { bytes, options: { ...options, extra: { ...extra, session } } };
}

/** For sessions that only look at a graph: threads would cost more than they do, and warnings are about the original. */
export const inspection = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 } as const;

/**
 * Opens a model that exists in memory; see `sessionSource`.
 * @throws {OnnxError} `runtime-refused` with ONNX Runtime's reason; `external-data`; `too-large`
 */
export async function createSession(model: OnnxModel, options: SessionOptions = {}): Promise<ort.InferenceSession> {
  const source = sessionSource(model, options);
  try {
    return await ort.InferenceSession.create(source.bytes, source.options);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OnnxError('runtime-refused', `ONNX Runtime refuses the model: ${why}`, { cause });
  }
}

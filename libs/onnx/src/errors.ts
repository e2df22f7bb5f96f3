import { FacetError } from '@facet/base';

export type OnnxErrorCode =
  /** The file does not exist or cannot be opened. */
  | 'file-unreadable'
  /** The bytes are not an ONNX model at all. */
  | 'not-onnx'
  /** The bytes start like an ONNX model but end too early or break the wire format inside. */
  | 'corrupt-model'
  /** A tensor's external file is missing, too short, or its reference is malformed or leaves the model's folder. */
  | 'external-data'
  /** A tensor's data disagree with its dims and type, or its type cannot be read as numbers. */
  | 'bad-tensor'
  /** An attribute is missing or has another type than asked. */
  | 'bad-attribute'
  /** A value that was named does not exist in the graph. */
  | 'unknown-value'
  /** A shape is missing, still symbolic, or contradicts another. */
  | 'bad-shape'
  /** The graph breaks a rule of ONNX: duplicate outputs, undefined inputs, cycles, unknown operators or types. */
  | 'invalid-graph'
  /** The model does not fit in one protobuf message. */
  | 'too-large'
  /** The file could not be written. */
  | 'write-failed'
  /** ONNX Runtime refused the model. */
  | 'runtime-refused';

export class OnnxError extends FacetError<OnnxErrorCode> {}

import type ort from 'onnxruntime-node';
import { DataType } from './data-type.ts';
import type { DataTypeName } from './data-type.ts';
import { hideWeights } from './hide-weights.ts';
import { createSession, inspection } from './session.ts';
import type { OnnxModel, ValueInfoProto } from './types.ts';

/** ONNX Runtime's names for element types in a session's metadata. */
const runtimeTypes: Readonly<Record<ort.Tensor.Type, DataTypeName>> = {
  float32: 'FLOAT',
  float64: 'DOUBLE',
  float16: 'FLOAT16',
  uint8: 'UINT8',
  int8: 'INT8',
  uint16: 'UINT16',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  uint32: 'UINT32',
  uint64: 'UINT64',
  bool: 'BOOL',
  string: 'STRING',
  uint4: 'UINT4',
  int4: 'INT4',
};

/**
 * Type and shape of every tensor that the graph's nodes compute, as ONNX Runtime infers them: a session of the graph with
 * all values as outputs reports them. Weights are hidden, so this costs little memory. Values that are no tensors (sequences)
 * and unused outputs are not in the result; a dimension that depends on data stays a name.
 * @throws {OnnxError} `runtime-refused`
 */
export async function inferValueInfo(model: OnnxModel): Promise<Map<string, ValueInfoProto>> {
  const hidden = hideWeights(model).model;
  const { graph } = hidden.proto;
  const names = [...new Set(graph.node.flatMap((node) => node.output.filter(Boolean)))];
  const output = names.map((name): ValueInfoProto => ({ name, metadataProps: [] }));
  const proto = { ...hidden.proto, graph: { ...graph, output, valueInfo: [] } };
  const session = await createSession(
    { proto, directory: undefined },
    { ...inspection, graphOptimizationLevel: 'disabled' },
  );
  try {
    const infos = new Map<string, ValueInfoProto>();
    for (const metadata of session.outputMetadata) {
      if (!metadata.isTensor) continue;
      const dim = metadata.shape.map((each) =>
        typeof each === 'number' ? { dimValue: each } : each ? { dimParam: each } : {},
      );
      const tensorType = { elemType: DataType[runtimeTypes[metadata.type]], shape: { dim } };
      infos.set(metadata.name, { name: metadata.name, type: { tensorType }, metadataProps: [] });
    }
    return infos;
  } finally {
    await session.release();
  }
}

import type ort from 'onnxruntime-node';
import { makeNode } from './build.ts';
import { DataType } from './data-type.ts';
import type { DataTypeName } from './data-type.ts';
import { GraphIndex } from './graph-index.ts';
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
 * and unused outputs are not in the result; a dimension that depends on data stays a name, and a value of unknown rank has no
 * shape at all.
 * @throws {OnnxError} `runtime-refused`
 */
export async function inferValueInfo(model: OnnxModel): Promise<Map<string, ValueInfoProto>> {
  const hidden = hideWeights(model).model;
  const names = new Set(hidden.proto.graph.node.flatMap((node) => node.output.filter(Boolean)));
  if (names.size === 0) return new Map();
  const infos = await inferred(hidden, [...names]);
  // ONNX Runtime reports an unknown rank and a scalar alike, as no dimensions. What Shape gives of a scalar has no
  // elements, of the other an unknown number.
  const bare = [...infos.values()].filter((info) => info.type!.tensorType!.shape!.dim.length === 0);
  if (bare.length === 0) return infos;
  const scalars = await scalarsAmong(
    hidden,
    bare.map((info) => info.name),
  );
  for (const { name, type } of bare) if (!scalars.has(name)) delete type!.tensorType!.shape;
  return infos;
}

async function scalarsAmong(model: OnnxModel, names: readonly string[]): Promise<Set<string>> {
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const probes = new Map(names.map((name) => [index.uniqueName(`${name}/shape`), name]));
  const node = [...graph.node, ...[...probes].map(([probe, name]) => makeNode('Shape', [name], [probe]))];
  const infos = await inferred({ ...model, proto: { ...model.proto, graph: { ...graph, node } } }, [...probes.keys()]);
  const isEmpty = (probe: string): boolean => infos.get(probe)?.type?.tensorType?.shape?.dim[0]?.dimValue === 0;
  return new Set([...probes].flatMap(([probe, name]) => (isEmpty(probe) ? [name] : [])));
}

/** What a session reports of some of its values, `names`, as its outputs. */
async function inferred(hidden: OnnxModel, names: readonly string[]): Promise<Map<string, ValueInfoProto>> {
  const { graph } = hidden.proto;
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

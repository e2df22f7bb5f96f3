import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDomain } from './build.ts';
import { DataType } from './data-type.ts';
import { OnnxError } from './errors.ts';
import { isExternal } from './external-data.ts';
import { foldConstants } from './fold-constants.ts';
import { hideWeights } from './hide-weights.ts';
import { inferValueInfo } from './infer-shapes.ts';
import { readModel } from './io.ts';
import { lowerOpset } from './lower-opset.ts';
import { narrowDoubles } from './narrow-doubles.ts';
import { pruneUnused } from './prune.ts';
import { createSession, inspection } from './session.ts';
import { openInputs, specializeShapes } from './specialize.ts';
import { tensorBytes } from './tensors.ts';
import type { GraphProto, NodeProto, OnnxModel, TensorProto, ValueInfoProto } from './types.ts';

export interface FoldOptions {
  /** Full dims of inputs; every input must be static in the end. */
  shapes?: Readonly<Record<string, readonly number[]>>;
  /** Numbers for named free dimensions, where that is handier than full shapes. */
  freeDimensions?: Readonly<Record<string, number>>;
  /**
   * Initializers that stay what they are, of any size: nothing is folded or fused into or out of them, so that each of their
   * uses is still there to be differentiated, or to be fed with other values.
   */
  keep?: readonly string[];
  /** Compute in float32 what the graph computes in float64 inside (see `narrowDoubles`); false when not given. */
  narrowDoubles?: boolean;
}

/**
 * Fixes all shapes and folds constants with ONNX Runtime's `basic` level (not `extended`: it adds operators outside the
 * standard). The result has one declaration with a static shape for each value, imports only operator sets that it uses, and
 * shares every weight of 16 KiB or more, external or inside, with the original, untouched: weights are hidden while
 * ONNX Runtime works, so a model of any size is folded in a few MB. A graph that computes in float16 keeps its operators and
 * types (see `foldConstants`). So that every provider can run it, the operator set becomes at most 21 (see `lowerOpset`). Metadata of nodes are lost, so edits that need the exporter's name scopes come first.
 * @param source a model or a file's path; it is not changed
 * @throws {OnnxError} `bad-shape` when an input stays open; `runtime-refused` when ONNX Runtime cannot load the graph
 */
export async function foldModel(source: OnnxModel | string, options: FoldOptions = {}): Promise<OnnxModel> {
  const original = typeof source === 'string' ? readModel(source) : source;
  const model = specializeShapes(original, options.shapes ?? {}, options.freeDimensions);
  const open = openInputs(model);
  if (open.length > 0) {
    throw new OnnxError(
      'bad-shape',
      `Folding needs the full shape of every input; these are open: ${open.join('; ')}.`,
    );
  }
  const keepsTypes = await computesInHalf(model);
  const keep = options.keep ?? [];
  const result = keepsTypes ? model : await optimize(model, keep);
  if (keepsTypes) await foldConstants(result, keep);
  if (options.narrowDoubles) narrowDoubles(result);
  await lowerOpset(result);
  await declareValues(result);
  result.proto.opsetImport = usedOpsets(result);
  return result;
}

function isHalf(info: ValueInfoProto | undefined): boolean {
  return info?.type?.tensorType?.elemType === DataType.FLOAT16;
}

/** Whether any node but a Cast makes float16; stored float16 weights that are cast up do not count. */
async function computesInHalf(model: OnnxModel): Promise<boolean> {
  const { node, initializer, input } = model.proto.graph;
  if (!input.some(isHalf) && !initializer.some((tensor) => tensor.dataType === DataType.FLOAT16)) return false;
  const types = await inferValueInfo(model);
  return node.some((each) => each.opType !== 'Cast' && each.output.some((name) => isHalf(types.get(name))));
}

/** The model after ONNX Runtime's basic level, its weights untouched. */
async function optimize(model: OnnxModel, keep: readonly string[]): Promise<OnnxModel> {
  const { model: hidden, weights } = hideWeights(model, keep);
  const { node, initializer } = (await runOptimizer(hidden)).graph;
  const own = new Map(model.proto.graph.initializer.map((tensor) => [tensor.name, tensor]));
  const original = (tensor: TensorProto): TensorProto => {
    const mine = own.get(tensor.name);
    const isSame =
      mine && isExternal(mine) && Buffer.compare(tensorBytes(model, tensor), tensorBytes(model, mine)) === 0;
    return isSame ? mine : tensor;
  };
  const graph = { ...model.proto.graph, node, initializer: [...initializer.map(original), ...weights.values()] };
  const result = { proto: { ...model.proto, graph }, directory: model.directory };
  pruneUnused(result);
  return result;
}

/** What ONNX Runtime's basic level makes of a model without external tensors. */
async function runOptimizer(model: OnnxModel): Promise<{ graph: GraphProto }> {
  const folder = temporaryFolder();
  try {
    const optimizedModelFilePath = join(folder, 'folded.onnx');
    const options = { ...inspection, graphOptimizationLevel: 'basic', optimizedModelFilePath } as const;
    const session = await createSession({ ...model, directory: undefined }, options);
    await session.release();
    return readModel(optimizedModelFilePath).proto;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'facet-fold-'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `Cannot write to the folder for temporary files, ${tmpdir()} (TMPDIR): ${why}`;
    throw new OnnxError('write-failed', message, { cause });
  }
}

/** Replaces value_info and the outputs' types by what ONNX Runtime infers; it saves none of that in its optimised file. */
async function declareValues(model: OnnxModel): Promise<void> {
  const { graph } = model.proto;
  const inferred = await inferValueInfo(model);
  const merged = (info: ValueInfoProto): ValueInfoProto => {
    const type = inferred.get(info.name)?.type;
    return type ? { ...info, type } : info;
  };
  graph.output = graph.output.map(merged);
  const known = new Map(graph.valueInfo.map((info) => [info.name, info]));
  const interfaceNames = new Set([...graph.input, ...graph.output].map((info) => info.name));
  graph.valueInfo = [...inferred.values()]
    .filter((info) => !interfaceNames.has(info.name))
    .map((info) => Object.assign(known.get(info.name) ?? info, { type: info.type }));
}

/** The operator sets that nodes of the model and of its functions and nested graphs use. */
function usedOpsets({ proto }: OnnxModel): OnnxModel['proto']['opsetImport'] {
  const used = new Set(['']);
  const visit = (nodes: readonly NodeProto[]): void => {
    for (const node of nodes) {
      used.add(canonicalDomain(node.domain));
      for (const { g, graphs } of node.attribute) for (const graph of g ? [g, ...graphs] : graphs) visit(graph.node);
    }
  };
  visit(proto.graph.node);
  for (const each of proto.functions) visit(each.node);
  return proto.opsetImport.filter((each) => used.has(canonicalDomain(each.domain)));
}

import {
  attrInt,
  cloneModel,
  DataType,
  GraphIndex,
  int32Tensor,
  int64Tensor,
  pruneUnused,
  valueInfo,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
  type ValueInfoProto,
} from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import { floatBorders } from '../parts/float-borders.ts';

export const EMBEDS = 'inputs_embeds';

/** Takes 1 at the token whose state is pooled, 0 elsewhere [batch, contextLength]; only encoders that pool have it. */
export const END_POSITION = 'end_position';

/** A text encoder that starts after its embedding lookup. */
export interface TextGraph {
  /** Takes `inputs_embeds` [batch, contextLength, width] and gives `hidden`; `fixBatch` must follow before it runs. */
  readonly model: OnnxModel;
  /** Width of a token embedding. */
  readonly width: number;
  /** Name of the output that conditions layers, [batch, contextLength, hiddenWidth]. */
  readonly hidden: string;
  /** Width of `hidden`. */
  readonly hiddenWidth: number;
  /** Name of the output with the pooled vector that a U-Net takes, [batch, pooledWidth]. */
  readonly pooled?: string;
  /** Former integer inputs, of which only the shape still matters. */
  readonly idInputs: readonly ValueInfoProto[];
}

/** One that was cut out of an exported graph. */
export interface CutText extends Omit<TextGraph, 'hiddenWidth'> {
  /** The token-embedding table [vocabulary, width], as stored in the original model. */
  readonly table: TensorProto;
}

/** Operators between the token ids and the lookup that keep the ids as they are. */
const passing = new Set(['Cast', 'Identity', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze']);

/**
 * Cuts a CLIP text encoder at its embedding lookup: the Gather that reads a stored table by the token ids. Everything after
 * it stays (position embeddings, causal mask); of the outputs only the last hidden state does, because the pooled output
 * searches the ids for the end token and is a row of the hidden state anyway.
 * @throws {ModelError} `unexpected-graph` when there is no such lookup or no hidden state
 */
export function cutTextEncoder(original: OnnxModel): CutText {
  const model = cloneModel(original);
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const hidden = hiddenOutput(graph.output);
  const idInputs = graph.input.filter((info) => index.isInput(info.name));
  const ids = idInputs.find((info) => info.name === 'input_ids') ?? idInputs[0];
  if (!ids) throw new ModelError('unexpected-graph', 'The text encoder has no inputs.');
  const lookups = findLookups(ids.name, index);
  const [lookup] = lookups;
  if (!lookup || lookups.length > 1) {
    const found = lookups.map((each) => `'${each.node.name}'`).join(', ') || 'none';
    const message = `The text encoder should look up '${ids.name}' in one stored table by one Gather; found ${found}. Facet takes CLIP text encoders as Optimum or diffusers' script exports them.`;
    throw new ModelError('unexpected-graph', message);
  }
  const looked = lookup.node.output[0]!;
  for (const node of graph.node) {
    if (node === lookup.node) continue;
    node.input = node.input.map((name) => (name === looked ? EMBEDS : name));
  }
  graph.node = graph.node.filter((node) => node !== lookup.node);
  graph.output = graph.output.filter((each) => each.name === hidden.name);
  const width = lookup.table.dims[1]!;
  // A graph that mixes float16 inside with integer inputs tells its type at the table, or at the Cast behind it.
  const elementType = lookup.elementType;
  graph.input = [valueInfo(EMBEDS, elementType, [null, null, width])];
  return { model: floatBorders(model), table: lookup.table, width, hidden: hidden.name, idInputs };
}

/**
 * The cut encoder for `batch` prompts. The former inputs become constants of the right shape, which folding removes again: by
 * now only their shape is read (attention masks read as all ones, positions as 0, 1, 2 ...).
 */
export function fixBatch(
  { model: open, width, idInputs, pooled }: TextGraph,
  batch: number,
  contextLength: number,
): OnnxModel {
  const model = cloneModel(open);
  const { graph } = model.proto;
  const [embeds] = graph.input;
  graph.input = [valueInfo(EMBEDS, embeds!.type!.tensorType!.elemType, [batch, contextLength, width])];
  if (pooled !== undefined) graph.input.push(valueInfo(END_POSITION, DataType.FLOAT, [batch, contextLength]));
  for (const info of idInputs) {
    const count = batch * contextLength;
    const values = Array.from({ length: count }, (_, at) => constantFor(info.name, at % contextLength));
    const isInt64 = info.type?.tensorType?.elemType !== DataType.INT32;
    const make = isInt64 ? int64Tensor : int32Tensor;
    graph.initializer.push(make(info.name, [batch, contextLength], values));
  }
  pruneUnused(model);
  return model;
}

function constantFor(input: string, position: number): number {
  if (input === 'attention_mask') return 1;
  return input === 'position_ids' ? position : 0;
}

function hiddenOutput(outputs: readonly ValueInfoProto[]): ValueInfoProto {
  const rankThree = outputs.find((each) => each.type?.tensorType?.shape?.dim.length === 3);
  const found = outputs.find((each) => each.name === 'last_hidden_state') ?? rankThree ?? outputs[0];
  if (!found) throw new ModelError('unexpected-graph', 'The text encoder has no output.');
  return found;
}

interface Lookup {
  readonly node: NodeProto;
  readonly table: TensorProto;
  readonly elementType: number;
}

function findLookups(value: string, index: GraphIndex): Lookup[] {
  return index.consumers(value).flatMap((node): Lookup[] => {
    if (node.opType === 'Gather' && node.input[1] === value && attrInt(node, 'axis', 0) === 0) {
      const stored = storedTable(node.input[0]!, index);
      return stored ? [{ node, ...stored }] : [];
    }
    return passing.has(node.opType) && node.input[0] === value ? findLookups(node.output[0]!, index) : [];
  });
}

/** The matrix a lookup reads, perhaps through a Cast from the type it is stored in. */
function storedTable(value: string, index: GraphIndex): { table: TensorProto; elementType: number } | undefined {
  let elementType: number | undefined;
  let name: string | undefined = value;
  for (let steps = 0; name !== undefined && steps < 4; steps++) {
    const table = index.initializer(name);
    if (table) return table.dims.length === 2 ? { table, elementType: elementType ?? table.dataType } : undefined;
    const node: NodeProto | undefined = index.producer(name);
    if (node?.opType === 'Cast') elementType ??= attrInt(node, 'to');
    else if (node?.opType !== 'Identity') return undefined;
    name = node.input[0];
  }
  return undefined;
}

import type { GraphProto, ModelProto, NodeProto, SparseTensorProto, TensorProto } from './types.ts';

/** A tensor together with what it belongs to, for messages. */
export interface PlacedTensor {
  tensor: TensorProto;
  owner: string;
}

/** The tensors in attributes of nodes: constants, mostly. */
export function* attributeTensors(proto: ModelProto): Generator<TensorProto> {
  for (const { tensor, owner } of allTensors(proto)) if (owner.startsWith('attribute')) yield tensor;
}

/** Every tensor of a model: initializers and attributes, in nested graphs and functions too. */
export function* allTensors(proto: ModelProto): Generator<PlacedTensor> {
  yield* graphTensors(proto.graph);
  for (const each of proto.functions) yield* nodeTensors(each.node);
  for (const { initialization, algorithm } of proto.trainingInfo) {
    if (initialization) yield* graphTensors(initialization);
    if (algorithm) yield* graphTensors(algorithm);
  }
}

function* graphTensors(graph: GraphProto): Generator<PlacedTensor> {
  for (const tensor of graph.initializer) yield { tensor, owner: 'initializer' };
  yield* sparseTensors(graph.sparseInitializer, 'sparse initializer');
  yield* nodeTensors(graph.node);
}

function* nodeTensors(nodes: readonly NodeProto[]): Generator<PlacedTensor> {
  for (const node of nodes) {
    for (const { name, t, g, tensors, graphs, sparseTensor, sparseTensors: sparse } of node.attribute) {
      const owner = `attribute '${name}' of node '${node.name || node.output[0]}'`;
      for (const tensor of t ? [t, ...tensors] : tensors) yield { tensor, owner };
      yield* sparseTensors(sparseTensor ? [sparseTensor, ...sparse] : sparse, owner);
      for (const graph of g ? [g, ...graphs] : graphs) yield* graphTensors(graph);
    }
  }
}

function* sparseTensors(tensors: readonly SparseTensorProto[], owner: string): Generator<PlacedTensor> {
  for (const { values, indices } of tensors) {
    if (values) yield { tensor: values, owner };
    if (indices) yield { tensor: indices, owner };
  }
}

import { ATTRIBUTES } from '@facet/base';
import {
  DataType,
  floatTensor,
  int64Tensor,
  ints,
  makeGraph,
  makeModel,
  makeNode,
  valueInfo,
  type NodeProto,
  type OnnxModel,
} from '@facet/onnx';

export const FEATURES = 'features';
export const TOKENS = 'tokens';

/** How wide a reader's layers are: what it takes, two inner ones, and what it gives. */
export interface ReaderSize {
  readonly features: number;
  readonly hidden: number;
  readonly narrow: number;
  readonly width: number;
}

const SLOTS = ATTRIBUTES.length;

/** The first that has Gelu. */
const OPSET = 20;

/** What the features are brought to before anything is learned; no gradient is taken of these. */
export const FIXED = ['mean', 'spread'] as const;
export const LEARNED = [
  'hidden.weight',
  'hidden.bias',
  'narrow.weight',
  'narrow.bias',
  'token.weight',
  'token.bias',
] as const;

export type ReaderWeight = (typeof FIXED)[number] | (typeof LEARNED)[number];

export type ReaderWeights = Readonly<Record<ReaderWeight, Float32Array>>;

/** Every weight has one matrix (or row) for each attribute, in the order of `ATTRIBUTES`; `mean` and `spread` serve all. */
export const weightDims = ({ features, hidden, narrow, width }: ReaderSize): Record<ReaderWeight, number[]> => ({
  mean: [1, 1, features],
  spread: [1, 1, features],
  'hidden.weight': [SLOTS, features, hidden],
  'hidden.bias': [SLOTS, 1, hidden],
  'narrow.weight': [SLOTS, hidden, narrow],
  'narrow.bias': [SLOTS, 1, narrow],
  'token.weight': [SLOTS, narrow, width],
  'token.bias': [SLOTS, 1, width],
});

export const weightNames = (size: ReaderSize): ReaderWeight[] => Object.keys(weightDims(size)) as ReaderWeight[];

/**
 * The reader while it is trained: four networks beside each other, one an attribute. `features` is `[4, rows, features]`, each
 * attribute's own, since each may look at another view of the picture; `tokens` is `[4, rows, width]`. Weights are inputs, by
 * their names, so that a step only changes numbers.
 */
export function trainingModel(size: ReaderSize, rows: number): OnnxModel {
  const dims = weightDims(size);
  return makeModel(
    makeGraph({
      name: 'reader-training',
      nodes: layers(FEATURES, TOKENS),
      inputs: [
        valueInfo(FEATURES, DataType.FLOAT, [SLOTS, rows, size.features]),
        ...weightNames(size).map((name) => valueInfo(name, DataType.FLOAT, dims[name])),
      ],
      outputs: [valueInfo(TOKENS, DataType.FLOAT, [SLOTS, rows, size.width])],
    }),
    { opset: OPSET },
  );
}

/** The reader as it is shipped: `features` `[n, features]` of the model's image encoder to `tokens` `[n, 4, width]`. */
export function readingModel(size: ReaderSize, weights: ReaderWeights): OnnxModel {
  const dims = weightDims(size);
  return makeModel(
    makeGraph({
      name: 'reader',
      nodes: [
        makeNode('Unsqueeze', [FEATURES, 'axes'], ['each'], {}, 'for each attribute'),
        ...layers('each', 'by attribute'),
        makeNode('Transpose', ['by attribute'], [TOKENS], { perm: ints([1, 0, 2]) }, 'by picture'),
      ],
      inputs: [valueInfo(FEATURES, DataType.FLOAT, ['n', size.features])],
      outputs: [valueInfo(TOKENS, DataType.FLOAT, ['n', SLOTS, size.width])],
      initializers: [
        int64Tensor('axes', [1], [0]),
        ...weightNames(size).map((name) => floatTensor(name, dims[name], weights[name])),
      ],
    }),
    { opset: OPSET },
  );
}

function layers(input: string, output: string): NodeProto[] {
  return [
    makeNode('Sub', [input, 'mean'], ['centred'], {}, 'centred'),
    makeNode('Div', ['centred', 'spread'], ['scaled'], {}, 'scaled'),
    ...linear('hidden', 'scaled', 'hidden'),
    makeNode('Gelu', ['hidden'], ['hidden/active'], {}, 'hidden/active'),
    ...linear('narrow', 'hidden/active', 'narrow'),
    makeNode('Gelu', ['narrow'], ['narrow/active'], {}, 'narrow/active'),
    ...linear('token', 'narrow/active', output),
  ];
}

const linear = (name: string, input: string, output: string): NodeProto[] => [
  makeNode('MatMul', [input, `${name}.weight`], [`${name}/product`], {}, `${name}/product`),
  makeNode('Add', [`${name}/product`, `${name}.bias`], [output], {}, `${name}/sum`),
];

import {
  DataType,
  float,
  floatTensor,
  int,
  int64Tensor,
  ints,
  makeGraph,
  makeModel,
  makeNode,
  string,
  valueInfo,
  type AttributeValue,
  type TensorProto,
} from '@facet/onnx';
import { expect, test } from 'vitest';
import { differentiate } from './index.ts';

interface Form {
  readonly op: string;
  readonly what: string;
  /** Shape of the wanted input. */
  readonly dims: readonly number[];
  /** The other inputs, constants; undefined for one that is left out. */
  readonly others?: readonly (TensorProto | undefined)[];
  readonly attributes?: Record<string, AttributeValue>;
  readonly opset?: number;
  readonly message: RegExp;
}

const scales = floatTensor('scales', [4], [1, 1, 2, 1.5]);
const kernel = floatTensor('kernel', [1, 1, 2, 2], [1, 2, 3, 4]);
const picture = [1, 1, 4, 4];
const resize = (what: string, attributes: Record<string, AttributeValue>, message: RegExp): Form => {
  return { op: 'Resize', what, dims: picture, others: [undefined, scales], attributes, message };
};

/** Forms of supported operators whose gradient is not known. ONNX Runtime runs all of them. */
const forms: readonly Form[] = [
  resize('smoothing', { mode: string('linear'), antialias: int(1) }, /sets 'antialias' to 1/),
  resize('weights outside left out', { mode: string('cubic'), exclude_outside: int(1) }, /sets 'exclude_outside' to 1/),
  {
    op: 'Resize',
    what: 'a region',
    dims: picture,
    others: [floatTensor('region', [8], [0, 0, 0, 0, 1, 1, 0.5, 0.5]), scales],
    attributes: { mode: string('linear'), coordinate_transformation_mode: string('tf_crop_and_resize') },
    message: /'tf_crop_and_resize'/,
  },
  {
    op: 'Resize',
    what: 'scales without effect on the shape',
    dims: picture,
    others: [undefined, floatTensor('near', [4], [1, 1, 1.2, 1.2])],
    attributes: { mode: string('linear') },
    message: /scales that leave the shape as it is/,
  },
  {
    op: 'Resize',
    what: 'a product that is rounded',
    dims: [1, 1, 1, 10],
    others: [undefined, floatTensor('rounded', [4], [1, 1, 1, 0.7])],
    attributes: { mode: string('linear') },
    message: /scales a length of 10 by 0\.69999/,
  },
  {
    op: 'GatherND',
    what: 'batch dimensions',
    dims: [2, 3],
    others: [int64Tensor('indices', [2, 1], [0, 1])],
    attributes: { batch_dims: int(1) },
    message: /sets 'batch_dims' to 1/,
  },
  {
    op: 'Einsum',
    what: 'a diagonal',
    dims: [3, 3],
    attributes: { equation: string('ii->i') },
    message: /diagonal in 'ii->i'/,
  },
  {
    op: 'ConvTranspose',
    what: 'padding by the shape',
    dims: picture,
    others: [kernel],
    attributes: { output_shape: ints([4, 4]), strides: ints([1, 1]) },
    message: /padding to auto_pad or output_shape/,
  },
  {
    op: 'ScatterElements',
    what: 'products',
    dims: [3],
    others: [int64Tensor('places', [1], [1]), floatTensor('updates', [1], [2])],
    attributes: { reduction: string('mul') },
    message: /reduces by 'mul'/,
  },
  {
    op: 'MaxPool',
    what: 'indices by columns',
    dims: picture,
    attributes: { kernel_shape: ints([2, 2]), storage_order: int(1) },
    message: /sets 'storage_order' to 1/,
  },
  {
    op: 'AveragePool',
    what: 'a window in the padding',
    dims: [1, 1, 3, 6],
    attributes: { kernel_shape: ints([3, 1]), pads: ints([2, 0, 2, 0]), strides: ints([2, 2]), ceil_mode: int(1) },
    message: /rounds up to a window that lies in the padding alone/,
  },
  {
    op: 'Attention',
    what: 'soft capping',
    dims: [1, 1, 2, 2],
    others: [floatTensor('k', [1, 1, 2, 2], [1, 2, 3, 4]), floatTensor('v', [1, 1, 2, 2], [1, 2, 3, 4])],
    attributes: { softcap: float(2) },
    opset: 23,
    message: /of a form that cannot be written/,
  },
];

test.each(forms.map((form) => [`${form.op}: ${form.what}`, form] as const))('%s', async (_title, form) => {
  const { op, dims, others = [], attributes = {}, opset = 18, message } = form;
  const constants = others.flatMap((each) => (each ? [each] : []));
  const graph = makeGraph({
    nodes: [makeNode(op, ['x', ...others.map((each) => each?.name ?? '')], ['y'], attributes, 'mine')],
    inputs: [valueInfo('x', DataType.FLOAT, dims)],
    outputs: [{ name: 'y', type: { tensorType: { elemType: DataType.FLOAT } }, metadataProps: [] }],
    initializers: constants,
  });
  const asked = differentiate(makeModel(graph, { opset }), { of: ['y'], wrt: ['x'] });
  await expect(asked).rejects.toThrow(
    expect.objectContaining({
      code: 'unsupported-form',
      message: expect.stringMatching(new RegExp(`'mine' .*${message.source}`)),
    }),
  );
});

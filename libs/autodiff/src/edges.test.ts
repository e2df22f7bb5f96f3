import {
  DataType,
  createSession,
  int,
  ints,
  makeGraph,
  makeModel,
  makeNode,
  valueInfo,
  type AttributeValue,
} from '@facet/onnx';
import ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { differentiate } from './index.ts';

/** The gradient of one operator's result with cotangents 1, 2, 3 ...; the first input is wanted, the others are fed too. */
async function gradient(
  opType: string,
  inputs: readonly (readonly number[])[],
  attributes: Record<string, AttributeValue> = {},
  dims: readonly number[] = [inputs[0]!.length],
): Promise<number[]> {
  const names = inputs.map((_, i) => `x${i}`);
  const infos = inputs.map((data, i) => valueInfo(`x${i}`, DataType.DOUBLE, i === 0 ? dims : [data.length]));
  const outputs = [{ name: 'y', metadataProps: [] }];
  const graph = makeGraph({ nodes: [makeNode(opType, names, ['y'], attributes)], inputs: infos, outputs });
  const model = await differentiate(makeModel(graph, { opset: 17 }), { of: ['y'], wrt: ['x0'] });
  const seed = model.proto.graph.input.at(-1)!;
  const shape = seed.type!.tensorType!.shape!.dim.map((each) => each.dimValue!);
  const length = shape.reduce((a, b) => a * b, 1);
  const session = await createSession(model, { logSeverityLevel: 4 });
  const feeds = Object.fromEntries(
    inputs.map((data, i) => [
      `x${i}`,
      new ort.Tensor('float64', Float64Array.from(data), i === 0 ? dims : [data.length]),
    ]),
  );
  const cotangent = Float64Array.from({ length }, (_, i) => i + 1);
  const results = await session.run({ ...feeds, [seed.name]: new ort.Tensor('float64', cotangent, shape) });
  await session.release();
  return Array.from(results['grad/x0']!.data as Float64Array);
}

// What PyTorch 2.11 gives in float64, at points where the derivative is a convention or a limit.
test('the norm of a row of zeros has the gradient zero', async () => {
  const got = await gradient('ReduceL2', [[0, 0, 3, 4]], { axes: ints([1]), keepdims: int(0) }, [2, 2]);
  expect(got).toEqual([0, 0, 1.2, 1.6].map((each) => expect.closeTo(each, 12)));
});

test('a row of zeros is normalised as if its norm were 1e-12', async () => {
  const byTwo = await gradient('LpNormalization', [[0, 0, 3, 4]], {}, [2, 2]);
  expect(byTwo).toEqual([1e12, 2e12, expect.closeTo(0, 12), expect.closeTo(0, 12)]);
  const byOne = await gradient('LpNormalization', [[0, 0, 3, 4]], { p: int(1) }, [2, 2]);
  expect(byOne).toEqual([1e12, 2e12, expect.closeTo(-4 / 49, 12), expect.closeTo(3 / 49, 12)]);
});

test('a constant row that is centred has a finite gradient', async () => {
  const got = await gradient('MeanVarianceNormalization', [[2, 2, 1, 3]], { axes: ints([1]) }, [2, 2]);
  expect(got.slice(0, 2)).toEqual([expect.closeTo(-5e8, 0), expect.closeTo(5e8, 0)]);
  expect(got.every(Number.isFinite)).toBe(true);
});

test.each([
  ['zero to the power of zero', 0, 0, 0],
  ['zero to the power of one', 0, 1, 1],
  ['zero to the power of two', 0, 2, 0],
  ['a negative number squared', -3, 2, -6],
  ['a negative number to the power of zero', -3, 0, 0],
])('%s', async (_what, base, exponent, slope) => {
  expect(await gradient('Pow', [[base], [exponent]])).toEqual([slope]);
});

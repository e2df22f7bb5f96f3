import { join } from 'node:path';
import { createSession, newestSchema, oldestSchema, type OnnxModel } from '@facet/onnx';
import { describe, expect, test } from 'vitest';
import { computeInHalf } from '../test/halves.ts';
import { errorOf, feeds, modelOf, readGenerated, type GeneratedGraph } from '../test/generated.ts';
import { AutodiffError, supportedOps } from './index.ts';
import { rulesOf } from './table.ts';

const graphs = readGenerated(join(import.meta.dirname, '../test/golden/generated.json.gz'));
const nodes = graphs.flatMap((graph) => modelOf(graph).proto.graph.node);

const halves = await graphsInHalf();

/** The only forms among the graphs whose gradient is not known. */
const refusals: Readonly<Record<string, RegExp>> = {
  MaxPool: /rounds up to a window that lies in the padding alone/,
};

/** What is set in no graph: a form that is refused; and what the oracle cannot run, but finite differences check. */
const neverSet = [
  'ConvTranspose.output_shape',
  'ReduceL1.noop_with_empty_axes',
  'ReduceL2.noop_with_empty_axes',
  'ReduceLogSum.noop_with_empty_axes',
  'ReduceLogSumExp.noop_with_empty_axes',
  'ReduceSumSquare.noop_with_empty_axes',
];

describe('the random graphs', () => {
  test('are more than 500, and every operator that is differentiated or rewritten is in several', () => {
    expect(graphs.length).toBeGreaterThan(500);
    const byOperator = Map.groupBy(nodes, (node) => node.opType);
    const wanted = [...supportedOps, 'Attention', 'GroupNormalization', 'MeanVarianceNormalization'];
    expect(wanted.filter((op) => (byOperator.get(op)?.length ?? 0) < 4)).toEqual([]);
  });

  test('set every attribute that a rule takes into account', () => {
    const set = new Set(nodes.flatMap((node) => node.attribute.map(({ name }) => `${node.opType}.${name}`)));
    const declared = new Set(
      supportedOps.flatMap((opType) =>
        rulesOf({ domain: '', opType }).flatMap(({ reads, moot }) =>
          reads.concat(moot).map((name) => `${opType}.${name}`),
        ),
      ),
    );
    expect([...declared].filter((each) => !set.has(each)).toSorted()).toEqual(neverSet);
  });

  test('reach over the operator sets, in float32 and float64', () => {
    expect(new Set(graphs.map((graph) => graph.opset)).size).toBeGreaterThan(newestSchema - oldestSchema - 2);
    expect(graphs.filter(isWide).length).toBeGreaterThan(50);
  });

  test('were mostly confirmed by a second differentiator', () => {
    const confirmed = graphs.filter((graph) => graph.onnxAd === 'agrees').length;
    expect(confirmed).toBeGreaterThan(0.85 * graphs.length);
  });
});

describe("the gradient of a random graph is PyTorch's, or refused by name", () => {
  const byOperator = Map.groupBy(graphs, (graph) => graph.operator);
  test.each([...byOperator])('%s', async (_operator, each) => {
    const faults: string[] = [];
    for (const graph of each) faults.push(...(await faultsOf(graph)));
    expect(faults).toEqual([]);
  });
});

describe('the gradient of a graph that computes in float16 is the same but for its rounding', () => {
  test('most operators have a kernel for it', () => {
    expect(halves.length).toBeGreaterThan(90);
  });
  test.each(halves.map((each) => [each.graph.operator, each] as const))(
    '%s',
    async (_operator, { graph, model, wrt }) => {
      expect(await errorOf(graph, model, wrt)).toBeLessThan(0.03);
    },
  );
});

/** One graph of each operator, in float16, where ONNX Runtime can run it so. */
async function graphsInHalf(): Promise<{ graph: GeneratedGraph; model: OnnxModel; wrt: string[] }[]> {
  const single = graphs.filter(
    (graph) => !isWide(graph) && !graph.operator.includes('float64') && wanted(graph).length > 0,
  );
  const all = Map.groupBy(single, (graph) => graph.operator).values();
  const found = [];
  for (const [graph] of all) {
    const model = modelOf(graph!);
    computeInHalf(model);
    if (await runs(model, graph!)) found.push({ graph: graph!, model, wrt: wanted(graph!) });
  }
  return found;
}

/** Inputs only: the gradients of weights would come in float16, which onnxruntime-node does not hand over. */
function wanted({ gradients, inputs }: GeneratedGraph): string[] {
  return Object.keys(gradients).filter((name) => name in inputs);
}

async function runs(model: OnnxModel, graph: GeneratedGraph): Promise<boolean> {
  try {
    const session = await createSession(model, { logSeverityLevel: 4 });
    await session.run(feeds(graph.inputs, ''));
    await session.release();
    return true;
  } catch {
    return false;
  }
}

async function faultsOf(graph: GeneratedGraph): Promise<string[]> {
  const error = await errorOf(graph);
  if (error instanceof AutodiffError)
    return refusals[graph.operator]?.test(error.message) ? [] : [`${graph.name}: ${error.message}`];
  // Attributes are float32 in any graph, and ONNX Runtime's float64 kernels of some functions are no better.
  const tolerance = isWide(graph) ? 1e-7 : 2e-5;
  return error < tolerance ? [] : [`${graph.name}: off by ${error}`];
}

function isWide({ outputs }: GeneratedGraph): boolean {
  return Object.values(outputs).every(({ type }) => type === 'float64');
}

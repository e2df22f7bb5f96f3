import { join } from 'node:path';
import { newestSchema, oldestSchema } from '@facet/onnx';
import { describe, expect, test } from 'vitest';
import { errorOf, modelOf, readGenerated, type GeneratedGraph } from '../test/generated.ts';
import { AutodiffError, supportedOps } from './index.ts';
import { rulesOf } from './table.ts';

const graphs = readGenerated(join(import.meta.dirname, '../test/golden/generated.json.gz'));
const nodes = graphs.flatMap((graph) => modelOf(graph).proto.graph.node);

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

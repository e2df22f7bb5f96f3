import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorOf, readGenerated } from '../test/generated.ts';

/** Graphs whose gradient was once wrong, not loadable or refused, with PyTorch's float64 answers. */
const graphs = readGenerated(join(import.meta.dirname, '../test/golden/reported.json.gz'));

test.each(graphs.map((graph) => [graph.name, graph] as const))(
  "%s: the gradient is PyTorch's",
  async (_name, graph) => {
    expect(await errorOf(graph)).toBeLessThan(1e-5);
  },
);

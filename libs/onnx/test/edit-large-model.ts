import { mkdtempSync, openSync, closeSync, ftruncateSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { makeGraph, makeModel, makeNode, valueInfo } from '../src/build.ts';
import { DataType } from '../src/data-type.ts';
import { externalEntries } from '../src/external-data.ts';
import { foldModel } from '../src/fold.ts';
import { readModel } from '../src/io.ts';
import { floatTensor } from '../src/tensors.ts';
import { validateModel } from '../src/validate.ts';
import { writeModel } from '../src/write-model.ts';
import type { TensorProto } from '../src/types.ts';

/**
 * Edits a model with 3.4 GB of external weights (a sparse file, so it takes no room on the disk) and prints as JSON how much
 * memory the process's peak grew by. Run in a process of its own by the test, since a peak never falls again.
 */
const layers = 850;
const width = 1024;
const bytesPerLayer = width * width * 4;
const directory = mkdtempSync(join(tmpdir(), 'facet-large-'));

function layerWeight(layer: number): TensorProto {
  const tensor = floatTensor(`w${layer}`, [0], []);
  delete tensor.rawData;
  const externalData = externalEntries('weights.bin', layer * bytesPerLayer, bytesPerLayer);
  return { ...tensor, dims: [width, width], dataLocation: 1, externalData };
}

try {
  const file = openSync(join(directory, 'weights.bin'), 'w');
  ftruncateSync(file, layers * bytesPerLayer);
  closeSync(file);
  const indices = Array.from({ length: layers }, (_, layer) => layer);
  const nodes = indices.map((i) =>
    makeNode('MatMul', [i === 0 ? 'x' : `h${i - 1}`, `w${i}`], [`h${i}`], {}, `layer${i}`),
  );
  const last = `h${layers - 1}`;
  const graph = makeGraph({
    nodes,
    inputs: [valueInfo('x', DataType.FLOAT, ['n', width])],
    outputs: [valueInfo(last, DataType.FLOAT, ['n', width])],
    initializers: indices.map(layerWeight),
  });
  const path = join(directory, 'model.onnx');
  writeModel(makeModel(graph, { directory }), path);
  // Loading the runtime's library and its first session cost the same for a model of any size.
  await foldModel(
    makeModel(
      makeGraph({
        nodes: [makeNode('Relu', ['x'], ['y'])],
        inputs: [valueInfo('x', 1, [1])],
        outputs: [valueInfo('y', 1, [1])],
      }),
    ),
  );
  const before = process.resourceUsage().maxRSS;

  const model = readModel(path);
  validateModel(model);
  const folded = await foldModel(model, { shapes: { x: [2, width] } });
  folded.proto.graph.node.push(makeNode('Relu', [last], ['activated']));
  const weights = writeModel(folded, join(directory, 'derived', 'model.onnx'));
  const growthMiB = (process.resourceUsage().maxRSS - before) / 1024;

  const report = {
    growthMiB,
    weightsGB: statSync(join(directory, 'weights.bin')).size / 1e9,
    derivedBytes: statSync(join(directory, 'derived', 'model.onnx')).size,
    nodes: folded.proto.graph.node.length,
    how: weights.map((each) => each.how),
    runtime: ort.env.versions.node,
  };
  console.log(JSON.stringify(report));
} finally {
  rmSync(directory, { recursive: true });
}

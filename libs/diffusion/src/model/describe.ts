import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { byteLength, dataTypeName, elementCount, externalLocation, opsetVersion, type OnnxModel } from '@facet/onnx';
import { readOptionalJson, type Json, type Part } from '../parts/folder.ts';
import { openModel } from './load.ts';
import type { PartGraph } from './model-parts.ts';
import { onnxGraphs } from './onnx-folder.ts';
import { builtGraphs, isWeightFiles } from './weight-files.ts';
import type { LoadOptions, ModelFacts } from '../types.ts';
import type { SourceOptions } from '@facet/models';

/** One network of a model, read from its graph alone. */
export interface PartDescription {
  readonly part: Part;
  /** The graph and its external weights, relative to the model's folder (or a checkpoint's), with sizes in bytes. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Version of the standard operator set. */
  readonly opset: number | undefined;
  /** Who wrote the file, for example `pytorch 2.11.0`. */
  readonly producer: string;
  readonly nodeCount: number;
  /** Numbers stored, of any type. */
  readonly parameterCount: number;
  /** Type of most stored numbers: FLOAT, FLOAT16 ... */
  readonly storedType: string;
}

export interface ModelDescription extends ModelFacts {
  readonly parts: readonly PartDescription[];
  /** `attribution.json` as it stands in the folder, when there is one. */
  readonly attribution: Json | undefined;
}

/** What a model holds: its networks, its cross-attention layers, its identity. Opens no session. Throws as `loadModel` does. */
export async function describeModel(path: string, options: LoadOptions = {}): Promise<ModelDescription> {
  const { facts, networks } = await openModel(path, { device: 'cpu', ...options });
  await networks.pool.close();
  const attribution = readOptionalJson(join(facts.directory, 'attribution.json'));
  return { ...facts, parts: describeParts(path, options.source), attribution };
}

/** The networks that a model holds. @throws {ModelError} `corrupt-file`; {SourceError} */
export function describeParts(path: string, source: SourceOptions = {}): PartDescription[] {
  const graphs = isWeightFiles(path) ? builtGraphs(path, source) : onnxGraphs(path);
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  return graphs.map((each) => describePart(each, folder));
}

function describePart({ part, model, file, outside }: PartGraph, folder: string): PartDescription {
  const { producerName = '', producerVersion = '', graph } = model.proto;
  return {
    part,
    files: filesOf(model, file).map((path) => ({ path: relative(folder, path), bytes: statSync(path).size })),
    opset: opsetVersion(model),
    producer: `${producerName} ${producerVersion}`.trim(),
    nodeCount: graph.node.length,
    parameterCount: graph.initializer.reduce((sum, tensor) => sum + elementCount(tensor.dims), outside),
    storedType: storedTypeOf(model),
  };
}

function filesOf({ proto, directory = '' }: OnnxModel, file: string | undefined): string[] {
  const locations = proto.graph.initializer.map((tensor) => externalLocation(tensor)?.location);
  const paths = new Set(file === undefined ? [] : [file]);
  for (const location of locations) if (location !== undefined) paths.add(join(directory, location));
  return [...paths].filter(existsSync);
}

function storedTypeOf(model: OnnxModel): string {
  const bytes = new Map<number, number>();
  for (const { dataType, dims } of model.proto.graph.initializer) {
    bytes.set(dataType, (bytes.get(dataType) ?? 0) + (byteLength(dataType, elementCount(dims)) ?? 0));
  }
  const [largest] = [...bytes].sort((a, b) => b[1] - a[1]);
  return largest ? dataTypeName(largest[0]) : 'none';
}

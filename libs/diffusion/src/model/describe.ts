import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { byteLength, dataTypeName, elementCount, externalLocation, opsetVersion, type OnnxModel } from '@facet/onnx';
import { hasPart, partPath, readOptionalJson, readPart, type Json, type Part } from '../parts/folder.ts';
import { openFolder } from './load.ts';
import type { LoadOptions, ModelFacts } from '../types.ts';

const parts: readonly Part[] = ['text_encoder', 'unet', 'vae_encoder', 'vae_decoder', 'image_encoder'];

/** One network of a folder, read from its graph alone. */
export interface PartDescription {
  readonly part: Part;
  /** The graph and its external weights, relative to the model's folder, with sizes in bytes. */
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

/** What a folder holds: its networks, its cross-attention layers, its identity. Opens no session. Throws as `loadModel` does. */
export async function describeModel(directory: string, options: LoadOptions = {}): Promise<ModelDescription> {
  const { facts, networks } = await openFolder(directory, { device: 'cpu', ...options });
  await networks.pool.close();
  const attribution = readOptionalJson(join(directory, 'attribution.json'));
  return { ...facts, parts: describeParts(directory), attribution };
}

/** The networks that a folder holds. @throws {ModelError} `corrupt-file` */
export function describeParts(directory: string): PartDescription[] {
  return parts.filter((part) => hasPart(directory, part)).map((part) => describePart(directory, part));
}

function describePart(directory: string, part: Part): PartDescription {
  const model = readPart(directory, part);
  const { producerName = '', producerVersion = '', graph } = model.proto;
  return {
    part,
    files: filesOf(directory, part, model),
    opset: opsetVersion(model),
    producer: `${producerName} ${producerVersion}`.trim(),
    nodeCount: graph.node.length,
    parameterCount: graph.initializer.reduce((sum, tensor) => sum + elementCount(tensor.dims), 0),
    storedType: storedTypeOf(model),
  };
}

function filesOf(directory: string, part: Part, model: OnnxModel): PartDescription['files'] {
  const locations = model.proto.graph.initializer.map((tensor) => externalLocation(tensor)?.location);
  const paths = new Set([partPath(directory, part)]);
  for (const location of locations) if (location !== undefined) paths.add(join(directory, part, location));
  return [...paths].filter(existsSync).map((path) => ({ path: relative(directory, path), bytes: statSync(path).size }));
}

function storedTypeOf(model: OnnxModel): string {
  const bytes = new Map<number, number>();
  for (const { dataType, dims } of model.proto.graph.initializer) {
    bytes.set(dataType, (bytes.get(dataType) ?? 0) + (byteLength(dataType, elementCount(dims)) ?? 0));
  }
  const [largest] = [...bytes].sort((a, b) => b[1] - a[1]);
  return largest ? dataTypeName(largest[0]) : 'none';
}

import { encodeModel, createSession, readModel, type OnnxModel } from '@facet/onnx';
import type { DiffusionModel } from '@facet/diffusion';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { InversionError } from '../errors.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { belongsTo, checkFingerprint, identityOf, type Identified, type ModelIdentity } from '../fingerprint.ts';
import { FEATURES, readingModel, TOKENS, type ReaderSize, type ReaderWeights } from './network.ts';

const FORMAT = 'facet-reader-1';

/** Where a model's reader lies. */
export const readerPath = ({ directory }: Pick<Identified, 'directory'>): string => join(directory, 'reader.onnx');

/** Whether a reader lies beside the model and was trained on it: one of the same model without its LoRA files is none. */
export const hasReader = (model: Identified): boolean =>
  existsSync(readerPath(model)) && belongsTo(identityIn(readModel(readerPath(model))), identityOf(model));

/** Writes a reader with the identity of the model that it was trained on; the file appears whole or not at all. */
export async function writeReader(
  path: string,
  model: Identified,
  size: ReaderSize,
  weights: ReaderWeights,
): Promise<void> {
  const reader = readingModel(size, weights);
  const { fingerprint, modelName } = identityOf(model);
  reader.proto.metadataProps = Object.entries({ format: FORMAT, fingerprint, modelName }).map(([key, value]) => ({
    key,
    value,
  }));
  await writeFileAtomic(path, encodeModel(reader));
}

/**
 * What a model's reader makes of an embedding of its image encoder: four vectors in the order of `ATTRIBUTES`.
 *
 * @throws InversionError `missing-reader`, `corrupt-file`, `fingerprint-mismatch`
 */
export async function runReader(
  model: Identified & Pick<DiffusionModel, 'embeddingWidth'>,
  features: Float32Array,
): Promise<Float32Array[]> {
  const path = readerPath(model);
  if (!existsSync(path))
    throw new InversionError(
      'missing-reader',
      `The model ${basename(model.directory)} has no reader (${path}). Train one with \`facet reader train\`, or use another method.`,
    );
  const reader = readModel(path);
  checkReader(path, reader, model, features.length);
  const session = await createSession(reader, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
  try {
    const feeds = { [FEATURES]: new Tensor('float32', features, [1, features.length]) };
    const data = (await session.run(feeds, [TOKENS]))[TOKENS]!.data as Float32Array;
    const { embeddingWidth: width } = model;
    return Array.from({ length: data.length / width }, (_, i) => data.slice(i * width, (i + 1) * width));
  } finally {
    await session.release();
  }
}

function checkReader(
  path: string,
  { proto }: OnnxModel,
  model: Identified & Pick<DiffusionModel, 'embeddingWidth'>,
  features: number,
): void {
  if (metadataOf(proto)['format'] !== FORMAT)
    throw new InversionError(
      'corrupt-file',
      `${path} is no reader of Facet. Train it again with \`facet reader train\`.`,
    );
  checkFingerprint(identityIn({ proto }), identityOf(model), `The reader ${path}`);
  const dims = [...proto.graph.input, ...proto.graph.output].map(
    (value) => value.type?.tensorType?.shape?.dim.at(-1)?.dimValue,
  );
  if (dims[0] === features && dims[1] === model.embeddingWidth) return;
  throw new InversionError(
    'corrupt-file',
    `The reader ${path} takes ${dims[0]} features and gives tokens of ${dims[1]} numbers; the model has ${features} and ${model.embeddingWidth}. Train it again with \`facet reader train\`.`,
  );
}

const metadataOf = (proto: OnnxModel['proto']): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(proto.metadataProps.map(({ key, value }) => [key, value]));

function identityIn({ proto }: Pick<OnnxModel, 'proto'>): ModelIdentity {
  const { fingerprint = '', modelName = '' } = metadataOf(proto);
  return { fingerprint, modelName };
}

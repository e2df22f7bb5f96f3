import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { InversionError } from '../errors.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { checkFingerprint, type KnownModel } from '../fingerprint.ts';
import { readSafetensors, writeSafetensors, type NamedTensor } from '@facet/safetensors';
import type { RunState } from './state.ts';
import { settingsSchema } from './settings.ts';

const FORMAT = 'facet-checkpoint';
const VERSION = 1;

/** What must be equal for a run to go on: everything that its later steps depend on, except the arrays. */
const headSchema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(VERSION),
  fingerprint: z.string(),
  modelName: z.string(),
  imageHash: z.string(),
  method: z.string(),
  objectWord: z.string(),
  settings: settingsSchema,
  /** SHA-256 of the resolved tokens, templates, cells and stage bounds. */
  layoutHash: z.string(),
  step: z.int().min(0),
  losses: z
    .strictObject({
      reconstruction: z.number(),
      colorStyle: z.number().exactOptional(),
      objectLayout: z.number().exactOptional(),
      prior: z.number().exactOptional(),
      total: z.number(),
    })
    .optional(),
  probes: z.array(z.number()).exactOptional(),
});

type Head = z.infer<typeof headSchema>;

const sha256 = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

function headOf(run: RunState): Head {
  const { fingerprint, modelName, imageHash, method, objectWord, stageBounds } = run.origin;
  return {
    format: FORMAT,
    formatVersion: VERSION,
    fingerprint,
    modelName,
    imageHash,
    method,
    objectWord,
    settings: run.settings,
    layoutHash: sha256(JSON.stringify([run.layout, stageBounds])),
    step: run.step,
    ...(run.losses === undefined ? {} : { losses: run.losses }),
    ...(run.probes.length === 0 ? {} : { probes: run.probes }),
  };
}

/** Values and both Adam moments of every token and every trained weight. */
function tensorsOf(run: RunState): Map<string, NamedTensor> {
  const tokens = run.tokens.map(({ spec, parameters, adam }) => {
    const dims = [spec.vectorCount, parameters.length / spec.vectorCount];
    return { name: spec.name as string, dims, data: parameters, adam };
  });
  const weights = (run.weights?.all ?? []).map(({ name, dims, values, adam }) => {
    return { name: `weights/${name}`, dims, data: values, adam };
  });
  return new Map(
    [...tokens, ...weights].flatMap(({ name, dims, data, adam }) => [
      [name, { dims, data }],
      [`${name}.adam.m`, { dims, data: adam.m }],
      [`${name}.adam.v`, { dims, data: adam.v }],
    ]),
  );
}

/** The checksum covers head and data. */
const checksumOf = (head: string, tensors: ReadonlyMap<string, NamedTensor>): string =>
  sha256(head, writeSafetensors(tensors));

/**
 * Writes a run's state so that `restoreCheckpoint` continues it bit for bit. The file appears whole or not at all; on a
 * full disk the previous one stays (`disk-full`).
 */
export async function saveCheckpoint(path: string, run: RunState): Promise<void> {
  const head = JSON.stringify(headOf(run));
  const tensors = tensorsOf(run);
  await writeFileAtomic(path, writeSafetensors(tensors, { head, sha256: checksumOf(head, tensors) }));
}

/**
 * Puts the state of a checkpoint into a freshly prepared run of the same request. Returns false when there is no file.
 *
 * @throws InversionError `corrupt-file`, `unsupported-format`, `fingerprint-mismatch`, `checkpoint-mismatch`, `io`.
 */
export async function restoreCheckpoint(path: string, run: RunState, model: KnownModel): Promise<boolean> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new InversionError('io', `Cannot read the checkpoint ${path}.`, { cause });
  }
  const { tensors, metadata } = readSafetensors(bytes, path);
  const head = parseHead(path, metadata['head']);
  if (checksumOf(metadata['head']!, tensors) !== metadata['sha256'])
    throw new InversionError(
      'corrupt-file',
      `The checkpoint ${path} does not match its checksum. Delete it and start again.`,
    );
  checkFingerprint(head, model, `The checkpoint ${path}`);
  const wanted = headOf(run);
  for (const key of ['imageHash', 'method', 'objectWord', 'settings', 'layoutHash'] as const)
    if (JSON.stringify(sorted(head[key])) !== JSON.stringify(sorted(wanted[key])))
      throw new InversionError(
        'checkpoint-mismatch',
        `The checkpoint ${path} belongs to another run: its ${key} is ${JSON.stringify(head[key])}, asked is ${JSON.stringify(wanted[key])}. Resume with the same picture and settings, or start without resuming.`,
      );
  for (const [name, target] of tensorsOf(run)) {
    const saved = tensors.get(name);
    if (saved?.data.length !== target.data.length)
      throw new InversionError('corrupt-file', `The checkpoint ${path} lacks "${name}" in the right shape.`);
    target.data.set(saved.data);
  }
  run.step = head.step;
  run.losses = head.losses;
  run.probes.splice(0, Infinity, ...(head.probes ?? []));
  return true;
}

function parseHead(path: string, text: string | undefined): Head {
  let data: unknown;
  try {
    data = JSON.parse(text ?? '');
  } catch {
    throw new InversionError('unsupported-format', `${path} is no checkpoint of a run (it has no head).`);
  }
  const version = (data as Partial<Head>).formatVersion;
  if (version !== VERSION)
    throw new InversionError(
      'unsupported-format',
      `The checkpoint ${path} has format version ${version}; this program reads version ${VERSION}.`,
    );
  const result = headSchema.safeParse(data);
  if (!result.success)
    throw new InversionError('corrupt-file', `The checkpoint ${path} is malformed: ${z.prettifyError(result.error)}`);
  return result.data;
}

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : value;

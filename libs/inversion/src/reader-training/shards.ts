import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors, writeSafetensors, type NamedTensor } from '@facet/safetensors';
import { InversionError } from '../errors.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';

/** Rows in a file: what is lost at most when a training is killed. */
const SHARD = 32;

export type Row = Readonly<Record<string, Float32Array>>;

export interface ShardedRows {
  readonly folder: string;
  /** Begins the names of the files. */
  readonly name: string;
  readonly count: number;
  /** What the rows depend on, as text: shards made from anything else are refused. */
  readonly origin: string;
  readonly make: (index: number) => Promise<Row>;
  readonly onRow: (done: number) => void;
}

/**
 * Rows of numbers that cost time, kept in files of some each, so that what was made once is read the next time. All rows have the same
 * names and sizes.
 *
 * @returns by name, each row
 * @throws InversionError `checkpoint-mismatch` where the folder's files are of something else
 */
export async function shardedRows({ folder, name, count, origin, make, onRow }: ShardedRows): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < count; start += SHARD) {
    const path = join(folder, `${name}-${String(start / SHARD).padStart(4, '0')}.safetensors`);
    const size = Math.min(SHARD, count - start);
    let shard = await readShard(path, origin, size);
    if (shard === undefined) {
      shard = [];
      for (let index = start; index < start + size; index++) {
        shard.push(await make(index));
        onRow(index + 1);
      }
      await writeFileAtomic(path, writeSafetensors(stacked(shard), { origin }));
    } else onRow(start + size);
    rows.push(...shard);
  }
  return rows;
}

async function readShard(path: string, origin: string, size: number): Promise<Row[] | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InversionError('io', `Cannot read ${path}.`, { cause });
  }
  const { tensors, metadata } = readSafetensors(bytes, path);
  if (metadata['origin'] !== origin)
    throw new InversionError(
      'checkpoint-mismatch',
      `${path} was made for another training (${metadata['origin'] ?? 'unknown'}), and this is one of ${origin}. Use another folder, or delete it.`,
    );
  const all = [...tensors];
  // A shard of a smaller count ends early, and is made again.
  if (all.some(([, { dims }]) => dims[0]! < size)) return undefined;
  return Array.from({ length: size }, (_, row) =>
    Object.fromEntries(
      all.map(([name, { dims, data }]) => {
        const length = data.length / dims[0]!;
        return [name, data.slice(row * length, (row + 1) * length)];
      }),
    ),
  );
}

const stacked = (rows: readonly Row[]): Map<string, NamedTensor> =>
  new Map(
    Object.keys(rows[0]!).map((name) => {
      const size = rows[0]![name]!.length;
      const data = new Float32Array(rows.length * size);
      rows.forEach((row, i) => data.set(row[name]!, i * size));
      return [name, { dims: [rows.length, size], data }];
    }),
  );

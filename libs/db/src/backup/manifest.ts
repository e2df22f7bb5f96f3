import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from '../errors.ts';

/** A table as it was copied. */
export interface CopiedTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** What a backup holds. Written last: a folder without it is one that was not finished. */
export interface Manifest {
  readonly format: 1;
  readonly takenAt: string;
  /** When the migrations were made that the database had, the oldest first: they tell its version. */
  readonly migrations: readonly number[];
  readonly tables: readonly CopiedTable[];
  /** How the server knows the passwords of the roles of run time; null where whoever copied may not see that. */
  readonly passwords: Readonly<Record<string, string>> | null;
}

export const MANIFEST = 'manifest.json';

/** The file of a table, gzipped text of COPY. */
export const tableFile = (folder: string, { schema, name }: Pick<CopiedTable, 'schema' | 'name'>): string =>
  join(folder, `${schema}.${name}.copy.gz`);

/** `schema.table (columns)`, quoted for COPY. */
export const copied = ({ schema, name, columns }: Omit<CopiedTable, 'rows'>): string =>
  `${quoted(schema)}.${quoted(name)} (${columns.map(quoted).join(', ')})`;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Throws `invalid-input` when the folder holds no finished backup of this format. */
export function readManifest(folder: string): Manifest {
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Partial<Manifest>;
  } catch (cause) {
    throw new DatabaseError(
      'invalid-input',
      `${folder} holds no finished backup (${(cause as Error).message}). Name the folder that the backup was written to.`,
      { cause },
    );
  }
  if (manifest.format !== 1)
    throw new DatabaseError('invalid-input', `${folder} holds a backup of a newer Facet. Restore it with that.`);
  return manifest as Manifest;
}

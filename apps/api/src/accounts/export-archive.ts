import type { ObjectStore } from '@facet/storage';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { TABLES, type ExportedFile, type ExportOf } from './export-rows.ts';

/** Pictures do not get smaller, and hours of compressing would hold everybody else. */
const STORED = { compress: false } as const;

/** Files that wait for their turn at most: what is read ahead is kept small. */
const AHEAD = 20;

/**
 * An organisation as one zip file, which is made while it is read: nothing of it is kept here. It ends with its directory of files, so one
 * that was cut off is seen to be; destroying it ends the work.
 */
export function exportArchive(of: ExportOf, store: ObjectStore): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const waiting = new Set<string>();
  const turn = new EventTarget();
  const add = async (path: string, open: () => Promise<Readable>): Promise<void> => {
    while (waiting.size >= AHEAD) await once(turn, 'taken');
    if (output.destroyed) throw new Error('The archive is not wanted any more.');
    waiting.add(path);
    zip.addReadStreamLazy(path, STORED, (take) => {
      waiting.delete(path);
      turn.dispatchEvent(new Event('taken'));
      open().then(
        (stream) => take(null, stream),
        (error: Error) => take(error, Readable.from([])),
      );
    });
  };
  output.once('close', () => turn.dispatchEvent(new Event('taken')));
  zip.on('error', (error: Error) => output.destroy(error));
  fill(of, store, add).then(
    () => zip.end(),
    (error: Error) => output.destroy(error),
  );
  return output;
}

async function fill(
  of: ExportOf,
  store: ObjectStore,
  add: (path: string, open: () => Promise<Readable>) => Promise<void>,
): Promise<void> {
  await add('README.txt', async () => Readable.from([README]));
  for (const [name, rows] of Object.entries(TABLES)) {
    await add(`${name}.json`, async () => Readable.from(jsonOf(rows(of))));
    for await (const { files } of rows(of))
      for (const file of files) await add(file.path, () => contentOf(file, store));
  }
}

/** A list, a row a line. */
async function* jsonOf(rows: AsyncIterable<{ readonly row: object }>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const { row } of rows) {
    yield `${before}${JSON.stringify(row)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function contentOf(file: ExportedFile, store: ObjectStore): Promise<Readable> {
  if ('bytes' in file) return Readable.from([await file.bytes()]);
  return (await store.get(file.key)).body;
}

const README = `An organisation of Facet, as it was when this was made.

Each .json file is a list, a row a line, of what its name says; rows name each other by their ids. Files are in folders of the
same names, by the ids of their rows:

  pictures/<id>.png               reference pictures, as they are kept
  tokens/<id>.safetensors         tokens in Facet's native format, which \`facet\` composes with and this service imports
  inversions/<id>.safetensors     all tokens of an inversion, with .json its losses and .png what they made of the picture
  compositions/<id>/<output>.png  composed pictures, with their recipes

A picture that has a public link says in its row, under "link", whose it is and what it shows.

Secrets are not in it: no passwords, keys, secrets of webhooks or addresses of public links. Nor is what is private to others than who made it; they export it
themselves, or it becomes an owner's when they leave.
`;

import { closeSync, openSync, writeSync } from 'node:fs';

const PIECE_BYTES_MAX = 60 * 1000 * 1000;

/**
 * Writes a stream into files of at most 60 MB, named so that a shell lists them in order: `<path>.00`, `<path>.01` ...
 * @returns their names
 */
export async function writePieces(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  bytesMax = PIECE_BYTES_MAX,
): Promise<string[]> {
  const names: string[] = [];
  let file: number | undefined;
  let written = 0;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length;) {
      if (file === undefined || written === bytesMax) {
        if (file !== undefined) closeSync(file);
        const name = `${path}.${String(names.length).padStart(2, '0')}`;
        names.push(name);
        file = openSync(name, 'w');
        written = 0;
      }
      const count = writeSync(file, chunk, at, Math.min(chunk.length - at, bytesMax - written));
      at += count;
      written += count;
    }
  }
  if (file !== undefined) closeSync(file);
  return names;
}

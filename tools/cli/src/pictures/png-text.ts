import { crc32 } from 'node:zlib';

/**
 * Text in a PNG file, as uncompressed `iTXt` chunks (UTF-8; PNG specification, third edition, 11.3.3.4). sharp reads
 * such chunks but writes none.
 */
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  readonly end: number;
}

/** Whether the bytes begin like a PNG. */
export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(signature);
}

/** The PNG with one more text, put after its header chunk. `keyword` is 1 to 79 Latin-1 characters. */
export function withPngText(png: Buffer, keyword: string, value: string): Buffer {
  const header = chunks(png).next().value;
  if (header?.type !== 'IHDR') throw new Error('withPngText needs the bytes of a PNG');
  const data = Buffer.concat([
    Buffer.from(keyword, 'latin1'),
    // Terminator, not compressed, compression method, empty language, empty translated keyword.
    Buffer.from([0, 0, 0, 0, 0]),
    Buffer.from(value, 'utf8'),
  ]);
  return Buffer.concat([png.subarray(0, header.end), encodeChunk('iTXt', data), png.subarray(header.end)]);
}

/** The text stored under `keyword`, or undefined where there is none (or no PNG at all). */
export function readPngText(png: Buffer, keyword: string): string | undefined {
  if (!isPng(png)) return undefined;
  for (const { type, data } of chunks(png)) {
    if (type !== 'iTXt') continue;
    const keyEnd = data.indexOf(0);
    if (keyEnd < 0 || data.toString('latin1', 0, keyEnd) !== keyword || data[keyEnd + 1] !== 0) continue;
    const languageEnd = data.indexOf(0, keyEnd + 3);
    const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
    if (translatedEnd >= 0) return data.toString('utf8', translatedEnd + 1);
  }
  return undefined;
}

function* chunks(png: Buffer): Generator<Chunk> {
  let start = signature.length;
  while (start + 12 <= png.length) {
    const end = start + 12 + png.readUInt32BE(start);
    if (end > png.length) return;
    yield { type: png.toString('latin1', start + 4, start + 8), data: png.subarray(start + 8, end - 4), end };
    start = end;
  }
}

function encodeChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/**
 * Text inside a PNG file as uncompressed `iTXt` chunks (UTF-8), PNG specification, third edition, 11.3.3.4. sharp writes
 * no such chunks, and the packages that do are not maintained.
 */
import { crc32 } from 'node:zlib';
import { ImageError } from './errors.ts';

export { ImageError };

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length and type before a chunk's data. */
const HEAD = 8;
const CRC = 4;
/** After the keyword: terminator, not compressed, method, empty language tag, empty translated keyword. */
const PLAIN = Buffer.from([0, 0, 0, 0, 0]);

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  readonly start: number;
  /** Where the next chunk starts. */
  readonly end: number;
}

function corrupt(what: string): never {
  throw new ImageError('image-corrupt', `The PNG file is damaged: ${what}.`);
}

/** Walks the chunks, checking each CRC. */
function* chunksOf(png: Buffer): Generator<Chunk> {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) {
    throw new ImageError('not-an-image', 'The file is not a PNG, so it holds no recipe; only PNG files carry one.');
  }
  for (let at = SIGNATURE.length; at < png.length;) {
    if (at + HEAD + CRC > png.length) corrupt('it ends in the middle of a chunk');
    const dataEnd = at + HEAD + png.readUInt32BE(at);
    if (dataEnd + CRC > png.length) corrupt('it ends in the middle of a chunk');
    const type = png.toString('latin1', at + 4, at + HEAD);
    if (crc32(png.subarray(at + 4, dataEnd)) !== png.readUInt32BE(dataEnd))
      corrupt(`the checksum of "${type}" is wrong`);
    yield { type, data: png.subarray(at + HEAD, dataEnd), start: at, end: dataEnd + CRC };
    at = dataEnd + CRC;
  }
}

function encodeChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

const beginning = (keyword: string): Buffer => Buffer.concat([Buffer.from(keyword, 'latin1'), Buffer.from([0, 0])]);

const isText = ({ type, data }: Chunk, start: Buffer): boolean =>
  type === 'iTXt' && data.subarray(0, start.length).equals(start);

/**
 * The PNG with this text right after its header, in place of what it had under the keyword, which is 1 to 79 printable Latin-1
 * characters. All else stays as it is, byte for byte.
 *
 * @throws ImageError `not-an-image`, `image-corrupt`.
 */
export function withPngText(png: Buffer, keyword: string, text: string): Buffer {
  const start = beginning(keyword);
  const [header, ...rest] = chunksOf(png);
  if (header?.type !== 'IHDR') return corrupt('it does not begin with a header');
  const data = Buffer.concat([Buffer.from(keyword, 'latin1'), PLAIN, Buffer.from(text, 'utf8')]);
  const kept = rest.filter((chunk) => !isText(chunk, start)).map((chunk) => png.subarray(chunk.start, chunk.end));
  return Buffer.concat([png.subarray(0, header.end), encodeChunk('iTXt', data), ...kept]);
}

/**
 * The text under `keyword`, or undefined where there is none.
 *
 * @throws ImageError `not-an-image` when it is no PNG, `image-corrupt` when a checksum up to the text is wrong.
 */
export function readPngText(png: Buffer, keyword: string): string | undefined {
  const start = beginning(keyword);
  for (const chunk of chunksOf(png)) {
    if (!isText(chunk, start)) continue;
    const { data } = chunk;
    const languageEnd = data.indexOf(0, start.length + 1);
    const keywordEnd = data.indexOf(0, languageEnd + 1);
    if (languageEnd < 0 || keywordEnd < 0) corrupt(`the text "${keyword}" is not a text chunk`);
    return data.toString('utf8', keywordEnd + 1);
  }
  return undefined;
}

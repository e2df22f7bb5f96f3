/** Pictures that are wrong in one way each, made here so that no file of unknown origin is kept. */
import { zipSync } from 'fflate';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

export const WIDTH = 60;
export const HEIGHT = 40;

/** Four quarters of different colours, so that turned, mirrored or recoloured pictures differ. */
export const QUARTERS = [
  [200, 60, 40],
  [40, 160, 60],
  [50, 70, 190],
  [230, 220, 90],
] as const;

const rgb = Buffer.alloc(WIDTH * HEIGHT * 3);
for (let i = 0; i < WIDTH * HEIGHT; i++) {
  const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
  rgb.set(QUARTERS[(y < HEIGHT / 2 ? 0 : 2) + (x < WIDTH / 2 ? 0 : 1)]!, i * 3);
}
export const drawing = () => sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

export const png = await drawing().png().toBuffer();
export const jpeg = await drawing().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
export const webp = await drawing().webp({ lossless: true }).toBuffer();

/** A PNG chunk; `crc` is right. */
export function chunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const SIGNATURE = png.subarray(0, 8);
const HEADER_END = 8 + 25;

/** `png` with chunks put behind its header. */
export const pngWith = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, HEADER_END), ...chunks, png.subarray(HEADER_END)]);

/** A PNG that says it has this size; its one data chunk unpacks to `unpackedBytes` zeros. */
export function pngOfSize(width: number, height: number, unpackedBytes = 1000): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const data = deflateSync(Buffer.alloc(unpackedBytes));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND')]);
}

const word = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
  return bytes;
};

/** Two frames: the picture itself, and the same again. */
export function apng(): Buffer {
  const frame = (sequence: number): Buffer =>
    chunk('fcTL', Buffer.concat([word(sequence, WIDTH, HEIGHT, 0, 0), Buffer.from([0, 1, 0, 10, 0, 0])]));
  const dataLength = png.readUInt32BE(png.indexOf('IDAT') - 4);
  const data = png.subarray(png.indexOf('IDAT') + 4).subarray(0, dataLength);
  const animated = pngWith(chunk('acTL', word(2, 0)), frame(0));
  const end = animated.length - 12;
  return Buffer.concat([
    animated.subarray(0, end),
    frame(1),
    chunk('fdAT', Buffer.concat([word(2), data])),
    animated.subarray(end),
  ]);
}

/** 100 MB of one letter in a few KB, as text and as a colour profile. */
const BOMB = deflateSync(Buffer.alloc(100_000_000, 'a'));
export const textBomb = (): Buffer =>
  pngWith(chunk('iTXt', Buffer.concat([Buffer.from('Comment\0\x01\0\0\0', 'latin1'), BOMB])));
export const profileBomb = (): Buffer =>
  pngWith(chunk('iCCP', Buffer.concat([Buffer.from('profile\0\0', 'latin1'), BOMB])));

/** As many profiles as fit into 4 MB, each of which unpacks to the most that one may have. */
export function manyProfiles(): Buffer {
  const profile = Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(Buffer.alloc(4_000_000))]);
  return pngWith(...Array<Buffer>(1021).fill(chunk('iCCP', profile)));
}

/** A whole picture of this size in one colour. */
export const plainPng = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#c83c28' } })
    .png()
    .toBuffer();

/** A PNG in more pieces than anyone writes. */
export const manyPieces = (): Buffer => pngWith(...Array<Buffer>(60_000).fill(chunk('tIME')));

/** What a phone of 48 megapixels writes: taken upright, stored lying down. */
export const phonePhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 8064, height: 6048, channels: 3, background: '#3246be' } })
    .jpeg({ quality: 90 })
    .withMetadata({ orientation: 6 })
    .toBuffer();

export const SECRET = 'the text inside of the archive';
export const zip = (): Buffer => Buffer.from(zipSync({ 'inside.txt': Buffer.from(SECRET) }, { level: 0 }));

export async function animatedWebp(frames: number): Promise<Buffer> {
  const pages = await Promise.all([png, await drawing().negate().png().toBuffer()].slice(0, frames));
  return sharp(pages, { join: { animated: true } })
    .webp({ lossless: true })
    .toBuffer();
}

/** EXIF of a camera that knows where it is; GPS is IFD3 in sharp's numbering. */
export const gps = {
  IFD0: { Make: 'Camera-of-the-test', Artist: 'Somebody-with-a-name' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 2963/100', GPSLongitudeRef: 'E', GPSLongitude: '2/1 17/1 40/1' },
};

/** A progressive JPEG whose last scan comes `times` more times, as it would in one made to keep a decoder busy. */
export async function jpegOfManyScans(times: number): Promise<Buffer> {
  const progressive = await drawing().jpeg({ progressive: true }).toBuffer();
  const end = progressive.length - 2;
  const last = progressive.subarray(progressive.lastIndexOf('ffda', end, 'hex'), end);
  return Buffer.concat([progressive.subarray(0, end), ...Array<Buffer>(times).fill(last), progressive.subarray(end)]);
}

export const progressiveJpeg = await jpegOfManyScans(0);

/** A JPEG that says it has this size, and has the data of a small one. */
export async function jpegOfSize(width: number, height: number, progressive: boolean): Promise<Buffer> {
  const bytes = await drawing().jpeg({ progressive }).toBuffer();
  const frame = bytes.indexOf(progressive ? 'ffc2' : 'ffc0', 0, 'hex');
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

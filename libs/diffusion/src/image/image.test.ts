import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Color, type Create, type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { Tensor } from '../types.ts';
import { ImageError } from './errors.ts';
import { decodeImage, loadImage } from './load.ts';
import { toRawPictures } from './pixels.ts';
import { readPngText, withPngText } from './png-text.ts';
import { encodePng } from './encode.ts';

const folder = await mkdtemp(join(tmpdir(), 'facet-image-'));
afterAll(() => rm(folder, { recursive: true }));

const RED = { r: 255, g: 0, b: 0 };
const plain = (width: number, height: number, background: Color = RED, channels: 3 | 4 = 3): Sharp =>
  sharp({ create: { width, height, channels, background } });

/** Red, green, blue of one pixel, as bytes. */
function pixel(tensor: Tensor, x: number, y: number): number[] {
  const [picture] = toRawPictures(tensor);
  const at = 3 * (y * (picture?.width ?? 0) + x);
  return [...(picture?.data.slice(at, at + 3) ?? [])];
}

async function failure(action: () => Promise<unknown>): Promise<ImageError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof ImageError) return error;
    throw error;
  }
  throw new Error('expected an ImageError');
}

/** A PNG whose header promises a size that its data do not have. */
async function pngClaiming(width: number, height: number): Promise<Buffer> {
  const png = await plain(1, 1).png().toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** A TIFF of 32-bit floating point numbers (TIFF 6.0), as image libraries of Python write it; sharp writes none. */
function floatTiff(width: number, height: number, channels: 1 | 3, value: (channel: number) => number): Buffer {
  const data = Float32Array.from({ length: width * height * channels }, (_, i) => value(i % channels));
  const SHORT = 3;
  const LONG = 4;
  const bitsAt = 8 + 2 + 10 * 12 + 4;
  const dataAt = bitsAt + 6 + 2;
  const tags: [tag: number, type: number, count: number, value: number][] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, channels, channels === 1 ? 32 : bitsAt],
    [259, SHORT, 1, 1],
    [262, SHORT, 1, channels === 1 ? 1 : 2],
    [273, LONG, 1, dataAt],
    [277, SHORT, 1, channels],
    [278, LONG, 1, height],
    [279, LONG, 1, data.byteLength],
    [339, SHORT, 1, 3],
  ];
  const head = Buffer.alloc(dataAt);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(tags.length, 8);
  tags.forEach(([tag, type, count, number], i) => {
    const at = 10 + 12 * i;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(number, at + 8);
  });
  for (let i = 0; i < 3; i++) head.writeUInt16LE(32, bitsAt + 2 * i);
  return Buffer.concat([head, Buffer.from(data.buffer)]);
}

const size = { width: 8, height: 8 };

describe('a picture is read', () => {
  it('as [1, 3, H, W] in [-1, 1], from every common format', async () => {
    for (const bytes of [
      await plain(20, 20).png().toBuffer(),
      await plain(20, 20).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
      await plain(20, 20).webp({ lossless: true }).toBuffer(),
      await plain(20, 20).tiff().toBuffer(),
      await plain(20, 20).gif().toBuffer(),
    ]) {
      const tensor = await decodeImage(bytes, size);
      expect(tensor.dims).toEqual([1, 3, 8, 8]);
      expect(tensor.data[0]).toBeCloseTo(1, 1);
      expect(tensor.data[64]).toBeCloseTo(-1, 1);
    }
  });
  it('of one pixel', async () => {
    const tensor = await decodeImage(await plain(1, 1).png().toBuffer(), size);
    expect(pixel(tensor, 7, 7)).toEqual([255, 0, 0]);
  });
  it('with its transparency laid on white', async () => {
    const bytes = await plain(4, 4, { r: 0, g: 0, b: 0, alpha: 0 }, 4).png().toBuffer();
    expect(pixel(await decodeImage(bytes, size), 3, 3)).toEqual([255, 255, 255]);
    const half = await plain(4, 4, { r: 255, g: 0, b: 0, alpha: 0.5 }, 4).png().toBuffer();
    const [red, green] = pixel(await decodeImage(half, size), 3, 3);
    expect(red).toBe(255);
    expect(Math.abs((green ?? 0) - 127)).toBeLessThan(3);
  });
  it('upright when its EXIF data say that it lies on its side', async () => {
    const blue = await plain(8, 4, 'blue').png().toBuffer();
    const lying = await plain(8, 8)
      .composite([{ input: blue, left: 0, top: 0 }])
      .jpeg({ quality: 100 })
      .toBuffer();
    const marked = await sharp(lying).withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
    const tensor = await decodeImage(marked, size);
    // A quarter turn clockwise brings the upper, blue half to the right.
    expect(pixel(tensor, 7, 1)[2]).toBeGreaterThan(200);
    expect(pixel(tensor, 7, 6)[2]).toBeGreaterThan(200);
    expect(pixel(tensor, 0, 4)[0]).toBeGreaterThan(200);
  });
  it('from CMYK, 16 bits per channel, grey and palette data as the same colours', async () => {
    const cmyk = await plain(16, 16).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    const [red, green, blue] = pixel(await decodeImage(cmyk, size), 4, 4);
    expect(red).toBeGreaterThan(200);
    expect(Math.max(green ?? 255, blue ?? 255)).toBeLessThan(60);

    const deep = await plain(16, 16, { r: 200, g: 100, b: 50 }).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    pixel(await decodeImage(deep, size), 4, 4).forEach((value, i) =>
      expect(Math.abs(value - ([200, 100, 50][i] ?? 0))).toBeLessThan(2),
    );
    const deepClear = await plain(16, 16, { r: 0, g: 0, b: 0, alpha: 0 }, 4).toColourspace('rgb16').png().toBuffer();
    expect(pixel(await decodeImage(deepClear, size), 4, 4)).toEqual([255, 255, 255]);

    const grey = await plain(16, 16, { r: 90, g: 90, b: 90 }).toColourspace('b-w').png().toBuffer();
    expect(pixel(await decodeImage(grey, size), 4, 4)).toEqual([90, 90, 90]);
    const palette = await plain(16, 16).png({ palette: true }).toBuffer();
    expect(pixel(await decodeImage(palette, size), 4, 4)).toEqual([255, 0, 0]);
  });
  it('of a phone of 48 megapixels, upright', async () => {
    const upper = await plain(8064, 3024, 'blue').jpeg().toBuffer();
    const photo = await plain(8064, 6048)
      .composite([{ input: upper, left: 0, top: 0 }])
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const tensor = await decodeImage(photo, size);
    expect(pixel(tensor, 7, 4)[2]).toBeGreaterThan(200);
    expect(pixel(tensor, 0, 4)[0]).toBeGreaterThan(200);
  });
  it('of floating point numbers, gray and in colours, as 0 for black to 1 for white', async () => {
    const gray = floatTiff(8, 8, 1, () => 0.6);
    expect((await sharp(gray).metadata()).depth).toBe('float');
    expect(pixel(await decodeImage(gray, size), 4, 4)).toEqual([153, 153, 153]);
    const colours = floatTiff(8, 8, 3, (channel) => [1, 0.2, 0][channel]!);
    expect(pixel(await decodeImage(colours, size), 4, 4)).toEqual([255, 51, 0]);
  });
  it('cropped at the centre when its shape is another', async () => {
    const stripe = await plain(8, 8, 'lime').png().toBuffer();
    const wide = await plain(24, 8)
      .composite([{ input: stripe, left: 8, top: 0 }])
      .png()
      .toBuffer();
    const tensor = await decodeImage(wide, size);
    expect(pixel(tensor, 0, 4)).toEqual([0, 255, 0]);
    expect(pixel(tensor, 7, 4)).toEqual([0, 255, 0]);
  });
});

describe('a file that is no usable picture is refused', () => {
  it('when it is missing, a folder, empty, text, or in a format of another kind', async () => {
    expect((await failure(() => loadImage(join(folder, 'none.png'), size))).code).toBe('image-unreadable');
    expect((await failure(() => loadImage(folder, size))).message).toContain(folder);
    for (const bytes of [Buffer.alloc(0), Buffer.from('not a picture'), Buffer.from('<svg width="1" height="1"/>')]) {
      const path = join(folder, 'wrong.png');
      await writeFile(path, bytes);
      const error = await failure(() => loadImage(path, size));
      expect(error.code).toBe('not-an-image');
      expect(error.message).toContain(path);
    }
  });
  it('when it is cut off, in every format', async () => {
    const noise = sharp({
      create: { width: 64, height: 64, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 } } as Create,
    });
    for (const bytes of [
      await noise.clone().png().toBuffer(),
      await noise.clone().jpeg().toBuffer(),
      await noise.clone().webp().toBuffer(),
    ]) {
      const error = await failure(() => decodeImage(bytes.subarray(0, Math.floor(bytes.length * 0.6)), size));
      expect(['image-corrupt', 'not-an-image']).toContain(error.code);
    }
  });
  it('when it has more pixels than the limit, naming both', async () => {
    const error = await failure(async () => decodeImage(await pngClaiming(20_000, 20_000), size, 'huge.png'));
    expect(error.code).toBe('image-too-large');
    expect(error.message).toContain('huge.png is 20000 x 20000 pixels; the limit is 50 million');
  });
  it('when its numbers do not say what is white', async () => {
    for (const value of [1.5, -0.1, Number.NaN]) {
      const error = await failure(() =>
        decodeImage(
          floatTiff(8, 8, 1, () => value),
          size,
          'f.tiff',
        ),
      );
      expect([error.code, error.message]).toEqual([
        'not-an-image',
        expect.stringContaining(`such as ${Math.fround(value)}`),
      ]);
    }
    const whole = floatTiff(8, 8, 1, () => 0);
    // The kind of number (tag 339): unsigned integers, of 32 bits.
    whole.writeUInt16LE(1, whole.indexOf(Buffer.from([0x53, 0x01, 3, 0])) + 8);
    expect((await failure(() => decodeImage(whole, size))).message).toContain('type uint');
  });
  it('when it is an animation', async () => {
    const frames = [await plain(4, 4).png().toBuffer(), await plain(4, 4, 'blue').png().toBuffer()];
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const error = await failure(() => decodeImage(gif, size));
    expect(error.code).toBe('image-animated');
    expect(error.message).toContain('2 frames');
  });
  it('when the size asked for is none', async () => {
    const bytes = await plain(4, 4).png().toBuffer();
    for (const width of [0, -8, 2.5, Number.NaN]) {
      expect((await failure(() => decodeImage(bytes, { width, height: 8 }))).code).toBe('bad-image-size');
    }
  });
});

describe('an encoded picture', () => {
  const picture: Tensor = { data: Float32Array.from({ length: 3 * 64 }, (_, i) => Math.sin(i)), dims: [1, 3, 8, 8] };

  it('reads back as the same pixels and the same text', async () => {
    const recipe = JSON.stringify({ prompt: 'a “red” cat 猫', seed: 7 });
    const [png] = await encodePng(picture, { facet: recipe, other: 'two' });
    const file = png!;
    const again = await decodeImage(file, size);
    again.data.forEach((value, i) => expect(Math.abs(value - (picture.data[i] ?? 0))).toBeLessThan(1 / 127));
    expect((await sharp(file).metadata()).width).toBe(8);
    expect(readPngText(file, 'facet')).toBe(recipe);
    expect(readPngText(file, 'other')).toBe('two');
    expect(readPngText(file, 'absent')).toBeUndefined();
  });
  it('whose text was changed without its checksum is refused', async () => {
    const [png] = await encodePng(picture, { facet: 'recipe' });
    const changed = Buffer.from(png ?? '');
    changed[changed.indexOf('recipe')] = 0x52;
    expect(() => readPngText(changed, 'facet')).toThrow(ImageError);
    expect(() => readPngText(changed, 'facet')).toThrow(/checksum of "iTXt"/);
  });
  it('that was cut off or is no PNG is refused', async () => {
    const [png] = await encodePng(picture, { facet: 'recipe' });
    expect(() => readPngText((png ?? Buffer.alloc(0)).subarray(0, 60), 'facet')).toThrow(/middle of a chunk/);
    expect(() => readPngText(Buffer.from('GIF89a'), 'facet')).toThrow(/not a PNG/);
    expect(() => withPngText(Buffer.from('GIF89a'), 'facet', '')).toThrow(ImageError);
  });
  it('must have three channels', async () => {
    const grey = { data: new Float32Array(4), dims: [1, 1, 2, 2] };
    expect((await failure(() => encodePng(grey))).code).toBe('bad-image-size');
  });
});

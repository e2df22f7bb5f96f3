import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  HEIGHT,
  QUARTERS,
  SECRET,
  WIDTH,
  animatedWebp,
  apng,
  chunk,
  drawing,
  gps,
  jpeg,
  jpegOfManyScans,
  jpegOfSize,
  manyPieces,
  manyProfiles,
  phonePhoto,
  plainPng,
  png,
  pngOfSize,
  pngWith,
  profileBomb,
  progressiveJpeg,
  textBomb,
  webp,
  zip,
} from '../../test/pictures.ts';
import type { PictureErrorCode } from './errors.ts';
import { drawSizes } from './sizes.ts';
import { type TakenPicture, takePicture } from './take.ts';

const typeOf = (bytes: Uint8Array): string =>
  bytes[0] === 0x89 ? 'image/png' : bytes[0] === 0xff ? 'image/jpeg' : 'image/webp';

/** With a true declaration. */
const take = (bytes: Uint8Array): Promise<TakenPicture> =>
  takePicture(bytes, { sizeBytes: bytes.length, type: typeOf(bytes) });

const refused = (code: PictureErrorCode, text: string): object =>
  expect.objectContaining({ name: 'PictureError', code, message: expect.stringContaining(text) });

const chunkTypes = (bytes: Uint8Array): string[] => {
  const types: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    types.push(Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1'));
  }
  return types;
};

/** Middle of each quarter, in reading order. */
async function quarters(bytes: Uint8Array): Promise<number[][]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const colourAt = (i: number): number[] => {
    const x = Math.floor(info.width * (i % 2 ? 0.75 : 0.25));
    const y = Math.floor(info.height * (i < 2 ? 0.25 : 0.75));
    return Array.from(data.subarray((y * info.width + x) * 3).subarray(0, 3));
  };
  return [0, 1, 2, 3].map(colourAt);
}

const rawOf = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).ensureAlpha().raw().toBuffer();

/** Greatest difference of a channel. */
async function distance(bytes: Uint8Array, expected: readonly (readonly number[])[]): Promise<number> {
  const seen = await quarters(bytes);
  return Math.max(...seen.flatMap((colour, i) => colour.map((value, c) => Math.abs(value - expected[i]![c]!))));
}

describe('a picture that is taken', () => {
  it.each([
    ['PNG', png, 'image/png', 0],
    ['lossless WebP', webp, 'image/webp', 0],
    ['JPEG', jpeg, 'image/jpeg', 3],
    ['progressive JPEG', progressiveJpeg, 'image/jpeg', 12],
  ])('has the pixels of the %s that was sent', async (_, bytes, originalType, tolerance) => {
    const taken = await take(bytes);
    expect(taken).toMatchObject({ width: WIDTH, height: HEIGHT, type: 'image/png', originalType });
    expect(await distance(taken.bytes, QUARTERS)).toBeLessThanOrEqual(tolerance);
    expect(await sharp(taken.bytes).metadata()).toMatchObject({
      format: 'png',
      space: 'srgb',
      depth: 'uchar',
      channels: 3,
    });
  });

  it('consists of nothing but size and pixels', async () => {
    for (const bytes of [png, jpeg, webp, await drawing().withExif(gps).png().toBuffer()]) {
      expect(new Set(chunkTypes((await take(bytes)).bytes))).toEqual(new Set(['IHDR', 'IDAT', 'IEND']));
    }
  });

  it('is named by the SHA-256 of its bytes, the same each time', async () => {
    const [one, two] = [await take(jpeg), await take(jpeg)];
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(one.bytes))).toString('hex');
    expect([one.sha256, two.sha256]).toEqual([digest, digest]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('stands upright when its EXIF orientation is %i', async (orientation) => {
    // Laid down the way a camera does it: the inverse of what the orientation asks for.
    const inverse = [1, 2, 3, 4, 5, 8, 7, 6][orientation - 1]!;
    const lying = await sharp(await drawing().withMetadata({ orientation: inverse }).png().toBuffer())
      .autoOrient()
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const marked = await sharp(lying)
      .withMetadata({ orientation })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    expect((await sharp(marked).metadata()).orientation).toBe(orientation);
    const taken = await take(marked);
    expect([taken.width, taken.height]).toEqual([WIDTH, HEIGHT]);
    expect(await distance(taken.bytes, QUARTERS)).toBeLessThanOrEqual(6);
  });

  it('says nothing about where and by whom it was made', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const original = await drawing().withExif(gps).toFormat(format).toBuffer();
      const metadata = await sharp(original).metadata();
      expect(metadata.exif?.includes('Camera-of-the-test')).toBe(true);
      const { bytes } = await take(original);
      const text = Buffer.from(bytes).toString('latin1');
      for (const trace of ['Exif', 'eXIf', 'Camera-of-the-test', 'Somebody-with-a-name', 'http', 'xmp']) {
        expect(text).not.toContain(trace);
      }
      expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    }
  });

  it('has the colours that its profile meant, in sRGB', async () => {
    const wide = await drawing().withIccProfile('p3').png().toBuffer();
    const asStored = await sharp(wide, { ignoreIcc: true }).png().toBuffer();
    expect(await distance(asStored, QUARTERS)).toBeGreaterThan(10);
    const { bytes } = await take(wide);
    expect(await distance(bytes, QUARTERS)).toBeLessThanOrEqual(3);
    expect((await sharp(bytes).metadata()).icc).toBeUndefined();
  });

  it('is sRGB also when a CMYK JPEG was sent, with near the same colours', async () => {
    const cmyk = await drawing().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect(await sharp(cmyk).metadata()).toMatchObject({ space: 'cmyk', channels: 4 });
    const { bytes } = await take(cmyk);
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'srgb', channels: 3 });
    // CMYK has fewer colours than sRGB; inverted inks, the usual mistake, would be off by 100 and more.
    expect(await distance(bytes, QUARTERS)).toBeLessThanOrEqual(60);
  });

  it('has 8 bits also when a PNG of 16 was sent', async () => {
    const deep = await drawing().toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    const { bytes } = await take(deep);
    expect((await sharp(bytes).metadata()).depth).toBe('uchar');
    expect(await distance(bytes, QUARTERS)).toBeLessThanOrEqual(1);
  });

  it('keeps transparency, also that of a palette, and takes gray pictures', async () => {
    const half = await drawing().ensureAlpha(0.5).png().toBuffer();
    const palette = await sharp(half).png({ palette: true, colours: 16 }).toBuffer();
    expect((await sharp(palette).metadata()).isPalette).toBe(true);
    for (const bytes of [half, palette]) {
      const taken = await take(bytes);
      const { data } = await sharp(taken.bytes).raw().toBuffer({ resolveWithObject: true });
      expect((await sharp(taken.bytes).metadata()).channels).toBe(4);
      expect(Math.abs(data[3]! - 128)).toBeLessThanOrEqual(1);
      expect(await distance(taken.bytes, QUARTERS)).toBeLessThanOrEqual(2);
    }
    const gray = await take(await drawing().grayscale().png().toBuffer());
    expect(await sharp(gray.bytes).metadata()).toMatchObject({ space: 'srgb', channels: 3 });
  });

  it.each([
    ['PNG', png],
    ['JPEG', jpeg],
    ['WebP', webp],
  ])('has nothing of an archive that was hidden behind a %s', async (_, bytes) => {
    const polyglot = Buffer.concat([bytes, zip()]);
    const { bytes: clean } = await take(polyglot);
    const text = Buffer.from(clean).toString('latin1');
    expect(polyglot.includes(SECRET)).toBe(true);
    for (const trace of [SECRET, 'PK\x03\x04', 'inside.txt']) expect(text).not.toContain(trace);
    expect(await distance(clean, QUARTERS)).toBeLessThanOrEqual(3);
  });

  it('has nothing of a text of 100 MB that was packed into a PNG, which is never unpacked', async () => {
    const taken = await take(textBomb());
    expect(await distance(taken.bytes, QUARTERS)).toBe(0);
  });

  it('has the pixels of a PNG whose profile is broken', async () => {
    const broken = pngWith(chunk('iCCP', Buffer.from('profile\0\0no zlib')));
    expect(await distance((await take(broken)).bytes, QUARTERS)).toBe(0);
  });

  it('has the colours of the first of 1,021 profiles, and no other is unpacked', async () => {
    expect(await distance((await take(manyProfiles())).bytes, QUARTERS)).toBe(0);
  });

  it('has 25 million pixels at most: a photograph of a phone is reduced, upright', async () => {
    const taken = await take(await phonePhoto());
    expect(taken.width * taken.height).toBeLessThanOrEqual(25_000_000);
    expect(taken.width * taken.height).toBeGreaterThan(24_900_000);
    expect(taken.width / taken.height).toBeCloseTo(6048 / 8064, 3);
    const whole = await take(await plainPng(5_000, 5_000));
    expect([whole.width, whole.height]).toEqual([5_000, 5_000]);
  });

  it('is taken without a declaration too, as what its bytes are', async () => {
    expect(await takePicture(webp)).toMatchObject({ originalType: 'image/webp' });
  });

  it('is offered in sizes for pages, which are what they say they are and not enlarged', async () => {
    const wide = await sharp({ create: { width: 2000, height: 500, channels: 4, background: '#f008' } })
      .png()
      .toBuffer();
    const { sizes, small, medium } = await drawSizes(wide);
    expect(sizes).toEqual({ small: [320, 80], medium: [1024, 256], full: [2000, 500] });
    for (const [drawn, [width, height]] of [
      [small, sizes.small],
      [medium, sizes.medium],
    ] as const)
      expect(await sharp(drawn).metadata()).toMatchObject({ format: 'webp', width, height, hasAlpha: true });
    const { bytes } = await take(png);
    const own = await drawSizes(bytes);
    expect(own.sizes).toEqual({ small: [WIDTH, HEIGHT], medium: [WIDTH, HEIGHT], full: [WIDTH, HEIGHT] });
    // So small a picture keeps each of its pixels.
    for (const drawn of [own.small, own.medium]) expect((await rawOf(drawn)).equals(await rawOf(bytes))).toBe(true);
    for (const broken of [wide.subarray(0, 200), Buffer.from('no picture')])
      await expect(drawSizes(broken)).rejects.toMatchObject({ code: 'corrupt' });
  });
});

const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(100)]);
const middle = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));

describe('a picture is refused', () => {
  it.each<[string, () => Uint8Array | Promise<Uint8Array>, PictureErrorCode, string]>([
    ['empty', () => Buffer.alloc(0), 'empty', 'empty'],
    ['a GIF', () => drawing().gif().toBuffer(), 'unsupported-format', 'a GIF'],
    ['a TIFF', () => drawing().tiff().toBuffer(), 'unsupported-format', 'a TIFF'],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported-format', 'SVG'],
    ['a HEIC', () => heic, 'unsupported-format', 'HEIC'],
    ['an archive', zip, 'unsupported-format', 'ZIP'],
    ['a text', () => Buffer.from('Hello, this is not a picture.'), 'unsupported-format', 'JPEG, PNG or WebP'],
    ['RIFF but no WebP', () => Buffer.from('RIFF\x04\0\0\0WAVEfmt '), 'unsupported-format', 'not a picture'],
    ['an animated PNG', apng, 'animated', 'APNG'],
    ['an animated WebP', () => animatedWebp(2), 'animated', 'WebP'],
    ['a PNG of 2.5 billion pixels', () => pngOfSize(50_000, 50_000), 'too-many-pixels', '50000 x 50000'],
    ['a PNG of the largest size there is', () => pngOfSize(2 ** 31 - 1, 2 ** 31 - 1), 'too-many-pixels', '50 million'],
    ['a row above the limit', () => pngOfSize(10_000, 5_001), 'too-many-pixels', '10000 x 5001'],
    ['a progressive JPEG above the limit', () => jpegOfSize(10_000, 5_001, true), 'too-many-pixels', '50 million'],
    ['a JPEG above its limit', () => jpegOfSize(20_000, 10_001, false), 'too-many-pixels', '200 million'],
    ['a thread of 1 x 50000', () => pngOfSize(1, 50_000, 100_000), 'bad-shape', '1 x 50000'],
    ['a thread of 50000 x 1', () => pngOfSize(50_000, 1, 50_001), 'bad-shape', '50000 x 1'],
    ['tiny', () => pngOfSize(15, 15, 240), 'bad-shape', '15 x 15'],
    ['a PNG of width 0', () => pngOfSize(0, 100), 'corrupt', '0 x 100'],
    ['a profile of 100 MB', profileBomb, 'profile-too-large', 'sRGB'],
    ['a PNG of 60,000 pieces', manyPieces, 'too-slow', '50000 pieces'],
    ['a JPEG of 100 scans', () => jpegOfManyScans(100), 'too-slow', 'more than 50 scans'],
    ['half a PNG', () => middle(png), 'corrupt', 'cut off'],
    ['half a JPEG', () => middle(jpeg), 'corrupt', 'copy it again'],
    ['half a WebP', () => middle(webp), 'corrupt', 'copy it again'],
    ['a PNG with half of its pixels', () => pngOfSize(100, 100, 5_000), 'corrupt', 'copy it again'],
    ['a PNG with a wrong checksum', () => Buffer.from(png).fill(7, png.length - 20, png.length - 14), 'corrupt', ''],
    ['a PNG without its end', () => png.subarray(0, png.length - 12), 'corrupt', 'cut off'],
    [
      'a PNG that does not begin with its size',
      () => Buffer.concat([png.subarray(0, 8), chunk('IEND')]),
      'corrupt',
      'size',
    ],
    ['a PNG that needs what does not exist', () => pngWith(chunk('EVIL')), 'corrupt', 'EVIL'],
    ['only a signature of JPEG', () => jpeg.subarray(0, 3), 'corrupt', ''],
    ['only a signature of PNG', () => png.subarray(0, 8), 'corrupt', 'cut off'],
    ['only a signature of WebP', () => webp.subarray(0, 12), 'corrupt', ''],
  ])('that is %s', async (_, make, code, text) => {
    await expect(take(await make())).rejects.toEqual(refused(code, text));
  });

  it('that has another size than was declared', async () => {
    for (const sizeBytes of [png.length - 1, png.length + 1, 0]) {
      const declared = { sizeBytes, type: 'image/png' };
      await expect(takePicture(png, declared)).rejects.toEqual(refused('size-mismatch', `${png.length} bytes`));
    }
  });

  it('that has another type than was declared', async () => {
    for (const type of ['image/jpeg', 'image/gif', 'text/html', '']) {
      const declared = { sizeBytes: png.length, type };
      await expect(takePicture(png, declared)).rejects.toEqual(refused('type-mismatch', 'image/png'));
    }
  });

  it('that has more than 20 MB, before it is looked at', async () => {
    const large = Buffer.concat([png, Buffer.alloc(20_000_001 - png.length)]);
    await expect(take(large)).rejects.toEqual(refused('too-many-bytes', '20000000'));
  });
});

import {
  animatedWebp,
  apng,
  chunk,
  drawing,
  gps,
  HEIGHT,
  jpeg,
  jpegOfManyScans,
  png,
  pngOfSize,
  profileBomb,
  pngWith,
  SECRET,
  textBomb,
  webp,
  WIDTH,
  zip,
} from '@facet/intake/corpus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { put } from './make.ts';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
});
afterAll(() => api.close());

const CREATE = `mutation ($type: PictureType!, $bytes: Int!) { createUpload(name: "x", type: $type, bytes: $bytes) {
  ... on ImageUpload { image { id } url headers { name value } } ... on Error { code message } } }`;
const COMPLETE = `mutation ($id: ID!) { completeUpload(imageId: $id) { __typename
  ... on Image { width height sha256 file { url } thumbnail { url } } ... on Error { code message } ... on PictureRefusedError { reason } } }`;

const typeOf = (bytes: Uint8Array): string =>
  bytes[0] === 0x89 ? 'IMAGE_PNG' : bytes[0] === 0xff ? 'IMAGE_JPEG' : 'IMAGE_WEBP';

const begin = async (bytes: Uint8Array, type: string) =>
  (await person.run(CREATE, { type, bytes: bytes.length })).data.createUpload;

/** Sends it as a client does, and asks for it to be taken. */
async function send(bytes: Uint8Array, type = typeOf(bytes)) {
  const upload = await begin(bytes, type);
  await put(upload, bytes);
  return (await person.run(COMPLETE, { id: upload.image.id })).data.completeUpload;
}

const download = async ({ url }: { url: string }): Promise<Buffer> =>
  Buffer.from(await (await fetch(url)).arrayBuffer());

test.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
  ['a PNG of 2.5 billion pixels', () => pngOfSize(50_000, 50_000), 'too-many-pixels'],
  ['a profile that unpacks to 100 MB', profileBomb, 'profile-too-large'],
  ['half a PNG', () => png.subarray(0, png.length / 2), 'corrupt'],
  ['half a JPEG', () => jpeg.subarray(0, jpeg.length / 2), 'corrupt'],
  ['half a WebP', () => webp.subarray(0, webp.length / 2), 'corrupt'],
  ['an animated PNG', apng, 'animated'],
  ['an animated WebP', () => animatedWebp(2), 'animated'],
  ['a thread of 1 x 50000', () => pngOfSize(1, 50_000, 100_000), 'bad-shape'],
  ['a JPEG that is never done', () => jpegOfManyScans(100), 'too-slow'],
  ['a GIF', () => drawing().gif().toBuffer(), 'unsupported-format'],
  ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported-format'],
  ['an archive', zip, 'unsupported-format'],
])('%s is refused by name, and its bytes do not stay', async (_what, make, reason) => {
  const bytes = await make();
  const upload = await begin(bytes, typeOf(bytes));
  await put(upload, bytes);
  const { data } = await person.run(COMPLETE, { id: upload.image.id });
  expect(data.completeUpload).toMatchObject({ __typename: 'PictureRefusedError', code: 'PICTURE_REFUSED', reason });
  const id = decodeId('Image', upload.image.id);
  const { rows } = await api.admin.query(
    `select key from facet.storage_deletion where key like $1 and due_at <= now()`,
    [`%/uploads/${id}/%`],
  );
  expect(rows).toHaveLength(1);
});

test('a picture declared as another type is refused by name', async () => {
  expect(await send(png, 'IMAGE_JPEG')).toMatchObject({ reason: 'type-mismatch' });
});

test('another size than declared is refused at the address, and where a storage let it through', async () => {
  const longer = Buffer.concat([png, Buffer.alloc(1)]);
  await expect(put(await begin(png, 'IMAGE_PNG'), longer)).rejects.toThrow(/403/);
  const upload = await begin(png, 'IMAGE_PNG');
  const { pathname } = new URL(upload.url);
  await api.services.store.put(pathname.replace(/^\/files\//, ''), longer, longer.length);
  const { data } = await person.run(COMPLETE, { id: upload.image.id });
  expect(data.completeUpload).toMatchObject({ reason: 'size-mismatch' });
});

/** Types of a PNG's chunks, in their order. */
function chunksOf(bytes: Buffer): string[] {
  const types = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    types.push(bytes.toString('latin1', at + 4, at + 8));
  return types;
}

test.each<[string, () => Uint8Array | Promise<Uint8Array>, [number, number]]>([
  ['with an archive behind it', () => Buffer.concat([png, zip()]), [WIDTH, HEIGHT]],
  ['with 100 MB of text in it', textBomb, [WIDTH, HEIGHT]],
  ['with a text', () => pngWith(chunk('tEXt', Buffer.from(`Comment\0${SECRET}`))), [WIDTH, HEIGHT]],
  ['that knows where it was taken', () => drawing().withExif(gps).jpeg().toBuffer(), [WIDTH, HEIGHT]],
  ['turned by its EXIF', () => drawing().withMetadata({ orientation: 6 }).jpeg().toBuffer(), [HEIGHT, WIDTH]],
  ['in CMYK', () => drawing().toColourspace('cmyk').jpeg().toBuffer(), [WIDTH, HEIGHT]],
])('a picture %s is stored upright, as pixels and nothing else', async (_what, make, [width, height]) => {
  const image = await send(await make());
  expect(image).toMatchObject({ __typename: 'Image', width, height });
  const file = await download(image.file);
  expect([...new Set(chunksOf(file))]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const thumbnail = await download(image.thumbnail);
  for (const bytes of [file, thumbnail])
    for (const trace of [SECRET, 'PK\x03\x04', 'Camera-of-the-test', 'Somebody', 'Exif', 'EXIF', 'ICCP', 'XMP'])
      expect(bytes.includes(trace)).toBe(false);
});

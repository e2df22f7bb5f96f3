import { expect, test } from 'vitest';
import { pictureType } from './picture-type.ts';

const head = (text: string): Blob => new Blob([Buffer.from(text, 'latin1')]);

test('pictures are known by their first bytes, whatever they are called, and everything else is none', async () => {
  // As the registrations of image/png, image/jpeg and image/webp say.
  expect(await pictureType(head('\x89PNG\r\n\x1a\n'))).toBe('IMAGE_PNG');
  expect(await pictureType(head('\xff\xd8\xff\xe0\x00\x10JFIF'))).toBe('IMAGE_JPEG');
  expect(await pictureType(head('RIFF\x24\x00\x00\x00WEBPVP8 '))).toBe('IMAGE_WEBP');
  for (const other of ['RIFF\x24\x00\x00\x00WAVEfmt ', 'GIF89a', '<svg xmlns="">', '', '\x89PN'])
    expect(await pictureType(head(other))).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { MAX_KEY_LENGTH, assertKey, assertPrefix, contentTypeOf } from './keys.ts';

describe('keys', () => {
  it.each([
    'a.png',
    'org-1/images/0b5f3c1e-8d0f.png',
    'a_b/c/d.safetensors',
    `${'a/'.repeat(254)}a.pt`,
    'x/run.tar.gz',
  ])('may be %s', (key) => {
    expect(() => assertKey(key)).not.toThrow();
  });

  it.each([
    ['nothing', ''],
    ['no extension', 'a/b'],
    ['an empty folder name', 'a//b.png'],
    ['an absolute path', '/a.png'],
    ['a parent', 'a/../b.png'],
    ['a hidden file', 'a/.b.png'],
    ['a folder with a dot', 'a.b/c.png'],
    ['capitals', 'a/B.png'],
    ['a backslash', 'a\\b.png'],
    ['NUL', 'a\0.png'],
    ['a line break', 'a.png\n'],
    ['a percent sign', '%2e%2e/a.png'],
    ['a letter outside of ASCII', 'ä.png'],
    ['a drive', 'c:/a.png'],
    ['too many characters', `${'a/'.repeat(255)}a.png`],
    ['a name longer than a file system takes', `${'a'.repeat(300)}.png`],
  ])('are not %s', (_, key) => {
    expect(() => assertKey(key)).toThrow('is not a storage key');
  });

  it('are shown in messages in part, as JSON', () => {
    expect(() => assertKey(`\u001b${'a'.repeat(MAX_KEY_LENGTH)}`)).toThrow(/^"\\u001ba{79}" is not/);
  });
});

describe('prefixes', () => {
  it('are whole folders', () => {
    for (const prefix of ['', 'a/', 'a/b-c/']) expect(() => assertPrefix(prefix)).not.toThrow();
    for (const prefix of ['/', 'a', 'a//', '../', 'a.b/', '.partial/'])
      expect(() => assertPrefix(prefix)).toThrow('folder');
  });
});

describe('contentTypeOf', () => {
  it('knows what browsers may show and calls the rest bytes', () => {
    expect(contentTypeOf('a/b.png')).toBe('image/png');
    expect(contentTypeOf('a/b.jpg')).toBe('image/jpeg');
    for (const key of ['a/b.html', 'a/b.svg', 'a/b.safetensors', 'a/b.constructor']) {
      expect(contentTypeOf(key)).toBe('application/octet-stream');
    }
  });
});

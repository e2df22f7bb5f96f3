import { describe, expect, it } from 'vitest';
import { collected, shapeEntry, splitNames, tokenArgument, wholeNumber } from './options.ts';
import { slug, userPath } from './paths.ts';

describe('arguments', () => {
  it('of whole numbers are refused when they are not, or out of range', () => {
    expect(wholeNumber(1)('25')).toBe(25);
    for (const text of ['0', '-1', '2.5', '', 'ten', '1e3']) expect(() => wholeNumber(1)(text)).toThrow(/whole number/);
    expect(() => wholeNumber(1, 10)('11')).toThrow(/1 to 10/);
  });

  it('of shapes collect over repetitions and take x or commas', () => {
    expect(shapeEntry('t=', shapeEntry('x:0=1x4x16x16'))).toEqual({ 'x:0': [1, 4, 16, 16], t: [] });
    for (const text of ['x', '=1', 'x=1,', 'x=a']) expect(() => shapeEntry(text)).toThrow(/sample=1,4,16,16/);
  });

  it('of names collect over repetitions', () => {
    expect(collected('c', collected('a, b'))).toEqual(['a, b', 'c']);
  });

  it('of names are split at commas, but not within a name that the model has', () => {
    expect(splitNames('a, b', new Set())).toEqual(['a', 'b']);
    expect(splitNames('a,b,c', new Set(['a,b']))).toEqual(['a,b', 'c']);
    expect(splitNames('a,b,c', new Set(['a', 'b,c', 'c']))).toEqual(['a', 'b,c']);
  });

  it('of tokens take a strength after the last @ of the file name, and folders with @ as they are', () => {
    expect(tokenArgument('cat.safetensors')).toEqual({ file: 'cat.safetensors' });
    expect(tokenArgument('a@b/cat.safetensors@0.8')).toEqual({ file: 'a@b/cat.safetensors', strength: 0.8 });
    expect(tokenArgument('@home/cat.safetensors')).toEqual({ file: '@home/cat.safetensors' });
    expect(() => tokenArgument('cat.safetensors@3')).toThrow(/0 to 2/);
  });
});

describe('paths', () => {
  it('are meant from where the user typed `npm run facet`, and from the working folder in every other script', () => {
    const npm = { INIT_CWD: '/home/user', npm_lifecycle_event: 'facet' };
    expect(userPath('cat.png', npm)).toBe('/home/user/cat.png');
    expect(userPath('cat.png', { ...npm, npm_lifecycle_event: 'test' })).toBe(`${process.cwd()}/cat.png`);
  });

  it('made of prompts hold letters, digits and dashes only', () => {
    expect(slug('A {style} drawing/of: ../cats', 'x')).toBe('a-style-drawing-of-cats');
    expect(slug('???', 'pictures')).toBe('pictures');
  });
});

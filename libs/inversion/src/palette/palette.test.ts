import type { Tensor } from '@facet/diffusion';
import { describe, expect, it } from 'vitest';
import { DEFAULT_WORDS } from '../words/load.ts';
import { colorClusters } from './clusters.ts';
import { colorName } from './color-name.ts';
import { paletteDistance } from './distance.ts';
import { palette } from './palette.ts';

type Rgb = [number, number, number];

/** A picture whose pixel at (x, y) is given in 0 to 255. */
function picture(size: number, at: (x: number, y: number) => Rgb): Tensor {
  const data = new Float32Array(3 * size * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      at(x, y).forEach((value, channel) => (data[channel * size * size + y * size + x] = value / 127.5 - 1));
  return { data, dims: [1, 3, size, size] };
}

const BACKGROUND: Rgb = [235, 238, 236];
const RED: Rgb = [214, 40, 44];
const inside = (x: number, y: number, low: number, high: number) => x >= low && x < high && y >= low && y < high;
const names = (image: Tensor) => palette(image, DEFAULT_WORDS.colors).map(({ name }) => name);

/** Of a square in this color. */
const clustersOf = (rgb: Rgb) => colorClusters(picture(32, (x, y) => (inside(x, y, 8, 24) ? rgb : BACKGROUND)));

describe('colors as they are', () => {
  it('have the names that people give them', () => {
    const names = [
      [0, 128, 128],
      [128, 128, 128],
      [128, 0, 0],
      [250, 128, 114],
      [10, 10, 12],
    ].map((rgb) => colorName(rgb as Rgb));
    expect(names).toEqual(['teal', 'grey', 'maroon', 'salmon', 'black']);
  });

  it('are in the palette beside the word of the model: gray is not purple', () => {
    const colors = [
      { name: 'purple', rgb: [142, 52, 196] as Rgb },
      { name: 'yellow', rgb: [246, 220, 46] as Rgb },
    ];
    const gray = picture(32, (x, y) => (inside(x, y, 8, 24) ? [128, 128, 128] : BACKGROUND));
    const [main] = palette(gray, colors);
    expect(main).toEqual({ name: 'purple', share: 1, rgb: [128, 128, 128] });
    expect(colorName(main!.rgb!)).toBe('grey');
  });

  it('are as far apart as CIEDE2000 says, both ways the same, and not at all from themselves', () => {
    const [red, teal] = [clustersOf(RED), clustersOf([0, 128, 128])];
    expect(paletteDistance(red, red)).toBe(0);
    expect(paletteDistance(red, teal)).toBeCloseTo(paletteDistance(teal, red), 9);
    // As scikit-image 0.26 has it: deltaE_ciede2000 of both, from rgb2lab.
    expect(paletteDistance(red, teal)).toBeCloseTo(55.13, 1);
  });
});

describe('the palette', () => {
  it('names a small thing on a plain background, not the background', () => {
    const image = picture(32, (x, y) => (inside(x, y, 13, 19) ? RED : BACKGROUND));
    expect(palette(image, DEFAULT_WORDS.colors)).toEqual([{ name: 'red', share: 1, rgb: RED }]);
  });

  it('does not count background that shows through stripes', () => {
    const image = picture(32, (x, y) => (inside(x, y, 8, 24) && (x + y) % 4 < 2 ? RED : BACKGROUND));
    expect(names(image)).toEqual(['red']);
  });

  it('calls shaded parts of a thing by the same name', () => {
    const image = picture(32, (x, y) => {
      if (!inside(x, y, 8, 24)) return BACKGROUND;
      return y < 16 ? RED : [150, 28, 31];
    });
    expect(names(image)).toEqual(['red']);
  });

  it('gives shares that sum to 1, largest first, and drops details', () => {
    const image = picture(40, (x, y) => {
      if (!inside(x, y, 5, 35)) return BACKGROUND;
      if (inside(x, y, 10, 14)) return [10, 10, 10];
      return x < 25 ? [40, 82, 212] : [240, 212, 44];
    });
    const colors = palette(image, DEFAULT_WORDS.colors);
    expect(colors.map(({ name }) => name)).toEqual(['blue', 'yellow']);
    expect(colors[0]!.share + colors[1]!.share).toBeCloseTo(1, 12);
    expect(colors[0]!.share).toBeCloseTo(2 / 3, 1);
  });

  it('looks at everything when there is no plain border, and when nearly all would be background', () => {
    expect(names(picture(16, () => [40, 150, 50]))).toEqual(['green']);
    const noisy = picture(16, (x, y) => [(x * 37 + y * 91) % 256, 20, 20]);
    expect(names(noisy).length).toBeGreaterThan(0);
  });

  it('is the same every time', () => {
    const image = picture(48, (x, y) => [(x * 5) % 256, (y * 5) % 256, 90]);
    expect(palette(image, DEFAULT_WORDS.colors)).toEqual(palette(image, DEFAULT_WORDS.colors));
  });

  it('refuses anything but one picture', () => {
    expect(() => palette({ data: new Float32Array(8), dims: [2, 4] }, DEFAULT_WORDS.colors)).toThrow(/\[2, 4\]/);
  });
});

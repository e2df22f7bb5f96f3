import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { contactSheet } from './contact-sheet.ts';
import { divergingColor } from './diverging-color.ts';
import { fitText, textOutline, textWidth, wrapText } from './glyphs.ts';
import { heatMapSvg, heatMapText } from './heat-map.ts';
import { exponentialMean, lossCurveSvg, niceCeiling } from './loss-curve.ts';
import { placeLabels } from './place-labels.ts';
import { rasterize } from './rasterize.ts';
import { svgDocument } from './svg.ts';

const redSquare = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } })
  .png()
  .toBuffer();

describe('text as outlines', () => {
  it('needs no font of the machine and covers Latin, Greek and Cyrillic', () => {
    for (const character of ['A', 'ß', 'ł', 'Ω', 'Ж']) expect(textOutline(character, 0, 10, 12)).toMatch(/^M/);
  });

  it('is cut to the width it may have', () => {
    const fitted = fitText('a striped drawing of a yellow cat lying down', 120, 13);
    expect(fitted.endsWith('…')).toBe(true);
    expect(textWidth(fitted, 13)).toBeLessThanOrEqual(120);
    expect(fitText('cat', 120, 13)).toBe('cat');
  });

  it('is broken into lines of the width it may have, and nothing of it is lost', () => {
    const words = 'a striped drawing of a yellow cat, textual-inversion-with-a-very-long-name lying down';
    const lines = wrapText(words, 120, 13);
    for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(120);
    expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
    expect(wrapText('cat', 120, 13)).toEqual(['cat']);
  });
});

describe('the contact sheet', () => {
  it('shows every picture once, in its card', async () => {
    const picture = { bytes: redSquare, title: 'seed 1', lines: [{ words: 'color red', mark: 'good' as const }] };
    const sheet = await contactSheet({
      title: 'Sheet',
      rows: [{ heading: 'Row', pictures: Array.from({ length: 9 }, () => picture) }],
    });
    const { data, info } = await sharp(sheet).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    let red = 0;
    for (let i = 0; i < data.length; i += 3) if (data[i] === 255 && data[i + 1] === 0 && data[i + 2] === 0) red++;
    expect(red).toBe(9 * 176 * 176);
    expect(info.width).toBeLessThan(1800);
  });
});

describe('the loss curve', () => {
  it('has a faint and a strong line for every term and no number that SVG cannot read', () => {
    const values = [0.5, Number.NaN, 0.25, 0.125];
    const svg = lossCurveSvg('cat.png', [
      { name: 'L_R', values },
      { name: 'L_CS', values: [] },
    ]);
    expect(svg).toContain('aria-label="L_CS"');
    expect(/NaN|Infinity/.test(svg)).toBe(false);
  });

  it('has an axis that ends at a round number and a mean without start-up bias', () => {
    expect([0.013, 0.2, 3, 1000].map(niceCeiling)).toEqual([0.02, 0.2, 5, 1000]);
    expect(exponentialMean([2, 2, 2])).toEqual([2, 2, 2]);
  });
});

describe('the heat map', () => {
  const axes = { stages: ['1000-500', '500-0'], groups: ['fine', 'fine', 'coarse'] };
  const maps = [
    {
      name: 'color' as const,
      values: [
        [0, 0.5, 1],
        [0, 0, 0],
      ],
    },
  ];

  it('marks active cells darker than half active ones, in text', () => {
    expect(heatMapText(maps, axes)).toEqual(['', 'color        f f c', '  1000-500   ·▒▒██', '  500-0      · · ·']);
  });

  it('draws one filled cell per active one', () => {
    const filled = heatMapSvg('map', maps, axes).match(/fill="#c8553d" stroke="none" opacity/g);
    expect(filled).toHaveLength(2);
  });
});

/** From 0 to 255, as without colour. */
const lightness = (value: number): number => {
  const [red, green, blue] = divergingColor(value)
    .match(/[\da-f]{2}/g)!
    .map((pair) => Number.parseInt(pair, 16));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
};

describe('the colours of excess', () => {
  it('become darker with the distance from nothing, and much darker on the positive side', () => {
    for (const sign of [-1, 1]) {
      const ramp = [0, 0.25, 0.5, 0.75, 1].map((value) => lightness(sign * value));
      expect(ramp).toEqual(ramp.toSorted((a, b) => b - a));
    }
    expect(lightness(1)).toBeLessThan(lightness(-1) / 2);
  });
});

describe('labels of points', () => {
  it('overlap neither each other nor a point, even where points coincide', () => {
    const points = [0, 0, 0, 4, 8, 8, 30, 32, 33, 34, 60, 61].map((x, i) => ({ x: 200 + x, y: 200 + (i % 5) }));
    const places = placeLabels(points, [], { width: 26, height: 20 }, { left: 0, top: 0, right: 400, bottom: 400 });
    for (const [i, a] of places.entries()) {
      for (const b of places.slice(i + 1)) expect(Math.abs(a.x - b.x) >= 26 || Math.abs(a.y - b.y) >= 20).toBe(true);
      for (const p of points) expect(Math.abs(a.x - p.x) > 13 || Math.abs(a.y - p.y) > 10).toBe(true);
    }
  });
});

describe('a drawing', () => {
  it('becomes a PNG of twice its size', async () => {
    const { format, width, height } = await sharp(await rasterize(svgDocument(300, 120, 'A title', []))).metadata();
    expect([format, width, height]).toEqual(['png', 600, 240]);
  });
});

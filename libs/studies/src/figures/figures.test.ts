import { ATTRIBUTES } from '@facet/base';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { divergingColor } from '@facet/drawings';
import type { Interval } from '../bootstrap.ts';
import type { EvaluationSummary } from '../evaluation/summary.ts';
import { figure, figureWithRange, range } from './figures.ts';
import { madeUpSummary, TWELVE } from '../../test/made-up-summary.ts';
import { evaluationFigures } from './evaluation-figures.ts';
import { matrixSvg } from './matrix.ts';
import { qualityStepsSvg } from './quality-steps.ts';
import { swapBarsSvg } from './swap-bars.ts';
import { transferLeakageSvg } from './transfer-leakage.ts';

const twelve = madeUpSummary(TWELVE);
const one = madeUpSummary(TWELVE.slice(0, 1));
const drawings: Readonly<Record<string, (summary: EvaluationSummary) => string | undefined>> = {
  matrix: matrixSvg,
  'transfer against leakage': transferLeakageSvg,
  'quality against steps': qualityStepsSvg,
  swaps: swapBarsSvg,
};

/** The words of a drawing; a paragraph of several lines counts as one. */
const wordsOf = (svg: string): string[] => [...svg.matchAll(/aria-label="([^"]*)"/g)].map(([, words]) => words!);

const sorted = (words: readonly string[]): string[] => words.toSorted();

describe('the matrix', () => {
  it('names every variant and gives each of its 16 shares with its interval', () => {
    const words = wordsOf(matrixSvg(twelve));
    const expected = twelve.variants.flatMap(({ name, unspecified: { matrix } }) => [
      name,
      ...ATTRIBUTES.flatMap((i) => ATTRIBUTES.flatMap((j) => [figure(matrix[i][j].mean), range(matrix[i][j])])),
    ]);
    const given = new Set(expected);
    expect(sorted(words.filter((word) => given.has(word)))).toEqual(sorted(expected));
  });

  it('colours a share by its excess over the base, not by the share', () => {
    const { matrix, base } = one.variants[0]!.unspecified;
    const excess = matrix.color.color.mean - base.color.mean;
    expect(matrixSvg(one)).toContain(divergingColor(excess));
    expect(matrixSvg(one)).not.toContain(divergingColor(matrix.color.color.mean));
  });
});

describe('transfer against leakage', () => {
  it('numbers every variant once in the plot and once beside its name and figures', () => {
    const words = wordsOf(transferLeakageSvg(twelve));
    for (const [i, { name, unspecified }] of twelve.variants.entries()) {
      expect(words.filter((word) => word === String(i + 1))).toHaveLength(2);
      const at = words.indexOf(name);
      expect(words.slice(at - 1, at + 3)).toEqual([
        String(i + 1),
        name,
        figureWithRange(unspecified.transfer),
        figureWithRange(unspecified.leakage),
      ]);
    }
  });
});

describe('quality against steps', () => {
  it('has a line for every method with two step counts, with all values, and the oracle beside them', () => {
    const words = wordsOf(qualityStepsSvg(twelve)!);
    const valueOf = (name: string): Interval =>
      twelve.variants.find((variant) => variant.name === name)!.unspecified.difference;
    const expected = [
      'matte',
      `60 steps: ${figureWithRange(valueOf('matte, 60 steps'))}`,
      `120 steps: ${figureWithRange(valueOf('matte'))}`,
      `240 steps: ${figureWithRange(valueOf('matte, 240 steps'))}`,
      'textual-inversion',
      `120 steps: ${figureWithRange(valueOf('textual-inversion'))}`,
      `240 steps: ${figureWithRange(valueOf('textual-inversion, 240 steps'))}`,
    ];
    expect(words.slice(-expected.length)).toEqual(expected);
    expect(words.join(' ')).toContain(figureWithRange(valueOf('oracle')));
  });

  it('is not drawn where steps and something else differ at once, or nothing does', () => {
    const [matte] = TWELVE;
    const other = { ...matte!, name: 'both', steps: 60, settings: { steps: 60, learningRate: 0.1 } };
    expect(qualityStepsSvg(madeUpSummary([matte!, other]))).toBeUndefined();
    expect(qualityStepsSvg(one)).toBeUndefined();
  });
});

describe('swaps', () => {
  it('have two bars with figures for every variant that has swaps, and no drawing without', () => {
    const words = wordsOf(swapBarsSvg(twelve)!);
    // What comes before is the legend.
    const expected = twelve.variants.flatMap(({ name, swaps }) =>
      swaps === undefined ? [] : [name, figureWithRange(swaps.both), figureWithRange(swaps.allFour)],
    );
    const first = words.indexOf(expected[0]!);
    expect(words.slice(first, first + expected.length)).toEqual(expected);
    expect(words).not.toContain('custom-diffusion');
    expect(swapBarsSvg(madeUpSummary([{ ...TWELVE[0]!, hasSwaps: false }]))).toBeUndefined();
  });
});

describe('every drawing of an evaluation', () => {
  it('is there by name, but for those of what the study has not measured', () => {
    expect([...evaluationFigures(twelve).keys()]).toEqual(['matrix', 'transfer-leakage', 'quality-steps', 'swaps']);
    const bare = madeUpSummary([{ ...TWELVE[0]!, hasSwaps: false }]);
    expect([...evaluationFigures(bare).keys()]).toEqual(['matrix', 'transfer-leakage']);
  });

  it.each(Object.entries(drawings))(
    '%s lies wholly inside its canvas and has no number that SVG cannot read',
    async (_, draw) => {
      for (const summary of [one, twelve]) {
        const svg = draw(summary);
        if (svg === undefined) continue;
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        expect(await inkOutside(svg)).toBe(0);
      }
    },
  );
});

/** How many pixels are drawn outside the canvas when there is room for them. */
async function inkOutside(svg: string): Promise<number> {
  const room = 200;
  const [, width, height] = svg.match(/width="(\d+)" height="(\d+)" viewBox/)!.map(Number) as [number, number, number];
  const [w, h] = [width + 2 * room, height + 2 * room];
  const roomy = svg.replace(
    /width="\d+" height="\d+" viewBox="[^"]*"/,
    `width="${w}" height="${h}" viewBox="${-room} ${-room} ${w} ${h}"`,
  );
  const alpha = await sharp(Buffer.from(roomy)).ensureAlpha().extractChannel(3).raw().toBuffer();
  let outside = 0;
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const isInside = x >= room && x < room + width && y >= room && y < room + height;
      if (!isInside && alpha[y * w + x] !== 0) outside++;
    }
  return outside;
}

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpSummary, TWELVE } from '../pictures/made-up-summary.ts';
import { drawEvaluation } from './evaluation-drawings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facet-drawings-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the drawings of an evaluation', () => {
  it('are SVG and PNG each, the PNG of twice the size', async () => {
    const paths = await drawEvaluation(madeUpSummary(TWELVE), folder);
    const names = ['matrix', 'transfer-leakage', 'quality-steps', 'swaps'];
    expect(paths).toEqual(names.flatMap((name) => [join(folder, `${name}.svg`), join(folder, `${name}.png`)]));
    for (const name of names) {
      const svg = await sharp(join(folder, `${name}.svg`)).metadata();
      const png = await sharp(join(folder, `${name}.png`)).metadata();
      expect([png.format, png.width, png.height]).toEqual(['png', 2 * svg.width, 2 * svg.height]);
    }
  });

  it('leave out what the study has not measured', async () => {
    const bare = join(folder, 'bare');
    await drawEvaluation(madeUpSummary([{ ...TWELVE[0]!, hasSwaps: false }]), bare);
    expect((await readdir(bare)).toSorted()).toEqual([
      'matrix.png',
      'matrix.svg',
      'transfer-leakage.png',
      'transfer-leakage.svg',
    ]);
  });
});

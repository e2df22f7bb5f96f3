import { demoModelDirectory, loadImage } from '@facet/diffusion';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import golden from '../../test/golden/picture-facts.json' with { type: 'json' };
import { distances, pictureFacts, type PictureFacts } from './picture-facts.ts';

const facts: PictureFacts[] = [];
for (const { file } of golden.pictures)
  facts.push(pictureFacts(await loadImage(join(demoModelDirectory(), 'references', file), { width: 64, height: 64 })));

it('what is measured on a picture is what numpy and OpenCV measure', () => {
  golden.pictures.forEach(({ file, palette, covered, centre, texture }, i) => {
    const found = facts[i]!;
    const lab = found.palette.flatMap(({ l, a, b }) => [l, a, b]);
    const off = {
      palette: Math.max(...palette.flat().map((value, at) => Math.abs(value - lab[at]!))),
      covered: Math.abs(found.silhouette.reduce((sum, value) => sum + value, 0) - covered) / covered,
      centre: Math.hypot(found.centre.x - centre[0]!, found.centre.y - centre[1]!),
      texture: Math.max(...texture.map((value, at) => Math.abs(value - found.texture[at]!))),
    };
    const bounds = { palette: 0.1, covered: 0.01, centre: 0.01, texture: 0.01 } as const;
    const beyond = (Object.keys(bounds) as (keyof typeof bounds)[]).filter((name) => !(off[name] <= bounds[name]));
    expect([file, beyond, beyond.map((name) => off[name])]).toEqual([file, [], []]);
  });
});

it('distances of two pictures are those of numpy and OpenCV, and none of a picture from itself', () => {
  golden.distances.forEach((expected, i) => {
    const found = distances(facts[i]!, facts[i + 1]!);
    for (const name of ['color', 'overlap', 'shift', 'texture'] as const)
      expect(Math.abs(found[name] - expected[name])).toBeLessThan(name === 'color' ? 0.1 : 0.01);
    expect(distances(facts[i]!, facts[i]!)).toEqual({ color: 0, overlap: 0, shift: 0, texture: 0 });
  });
});

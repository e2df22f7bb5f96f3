import { join } from 'node:path';
import sharp from 'sharp';
import { writeOutput } from '../paths.ts';

/** Writes `<name>.svg`, and `<name>.png` of twice its size for screens with small pixels; returns both paths. */
export async function writeDrawing(folder: string, name: string, svg: string): Promise<string[]> {
  const paths = [join(folder, `${name}.svg`), join(folder, `${name}.png`)] as const;
  await writeOutput(paths[0], svg);
  // SVG has 72 dots per inch for sharp. Drawings have few colours: with a palette their files are half as large.
  const png = sharp(Buffer.from(svg), { density: 144 }).png({ palette: true, dither: 0 });
  await writeOutput(paths[1], await png.toBuffer());
  return [...paths];
}

import { rasterize } from '@facet/drawings';
import { join } from 'node:path';
import { writeOutput } from '../../paths.ts';

/** Writes `<name>.svg` and `<name>.png`; returns both paths. @throws CliError `write-failed` */
export async function writeDrawing(folder: string, name: string, svg: string): Promise<[svg: string, png: string]> {
  const paths = [join(folder, `${name}.svg`), join(folder, `${name}.png`)] as const;
  await writeOutput(paths[0], svg);
  await writeOutput(paths[1], await rasterize(svg));
  return [...paths];
}

import type { EvaluationSummary } from '@facet/studies';
import { evaluationFigures } from '@facet/studies/figures';
import { writeDrawing } from './write-drawing.ts';

/** Draws an evaluation, each drawing as SVG and as PNG, and returns the paths. @throws CliError `write-failed` */
export async function drawEvaluation(summary: EvaluationSummary, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, svg] of evaluationFigures(summary)) paths.push(...(await writeDrawing(folder, name, svg)));
  return paths;
}

import type { EvaluationSummary } from '@facet/studies';
import { matrixSvg } from '../pictures/matrix.ts';
import { qualityStepsSvg } from '../pictures/quality-steps.ts';
import { swapBarsSvg } from '../pictures/swap-bars.ts';
import { transferLeakageSvg } from '../pictures/transfer-leakage.ts';
import { writeDrawing } from '../pictures/write-drawing.ts';

/**
 * Draws an evaluation, each drawing as SVG and as PNG, and returns the paths. A drawing for which the study has measured
 * nothing is left out: quality against steps without two step counts of one method, swaps without swaps.
 * @throws CliError `write-failed`
 */
export async function drawEvaluation(summary: EvaluationSummary, folder: string): Promise<string[]> {
  const drawings = {
    matrix: matrixSvg(summary),
    'transfer-leakage': transferLeakageSvg(summary),
    'quality-steps': qualityStepsSvg(summary),
    swaps: swapBarsSvg(summary),
  };
  const paths: string[] = [];
  for (const [name, svg] of Object.entries(drawings))
    if (svg !== undefined) paths.push(...(await writeDrawing(folder, name, svg)));
  return paths;
}

import type { EvaluationSummary } from '../evaluation/summary.ts';
import { matrixSvg } from './matrix.ts';
import { qualityStepsSvg } from './quality-steps.ts';
import { swapBarsSvg } from './swap-bars.ts';
import { transferLeakageSvg } from './transfer-leakage.ts';

/**
 * The drawings of an evaluation as SVG, by name. A drawing for which the study has measured nothing is left out: quality
 * against steps without two step counts of one method, swaps without swaps.
 */
export function evaluationFigures(summary: EvaluationSummary): ReadonlyMap<string, string> {
  const drawings = {
    matrix: matrixSvg(summary),
    'transfer-leakage': transferLeakageSvg(summary),
    'quality-steps': qualityStepsSvg(summary),
    swaps: swapBarsSvg(summary),
  };
  return new Map(Object.entries(drawings).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

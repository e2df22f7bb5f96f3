import { MEMORY_TARGET } from './case.ts';
import type { CaseResult } from './measure.ts';
import type { Spread } from '../statistics.ts';

const milliseconds = ({ median }: Spread): string => (median >= 100 ? median.toFixed(0) : median.toFixed(1));
const ratio = ({ median, min, max }: Spread): string => `${median.toFixed(2)} (${min.toFixed(2)}-${max.toFixed(2)})`;
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

const HEADINGS = ['case', 'CPU ms', 'PyTorch', 'ratio (spread)', 'target', 'wall ratio', 'peak MB', 'PyTorch', 'ratio'];

function cells({ case: { name, target }, facet, torch, cpuRatio, wallRatio, peakRssRatio }: CaseResult): string[] {
  return [
    name,
    milliseconds(facet.cpuMs),
    milliseconds(torch.cpuMs),
    ratio(cpuRatio),
    target === undefined ? '' : `<= ${target.toFixed(2)}`,
    ratio(wallRatio),
    megabytes(facet.peakRssBytes),
    megabytes(torch.peakRssBytes),
    peakRssRatio.toFixed(2),
  ];
}

/** A table in plain text; times are per iteration, memory is the process's highest resident memory. */
export function formatTable(results: readonly CaseResult[]): string {
  const rows = [HEADINGS, ...results.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [...lines, `Target for the memory of a step: <= ${MEMORY_TARGET}.`].join('\n');
}

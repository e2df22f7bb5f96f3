import type { StepLosses } from '@facet/base';
import { readFile } from 'node:fs/promises';
import { writeOutput } from '../../paths.ts';
import { contactSheet, lossCurveSvg, rasterize } from '@facet/drawings';
import type { RunFolder, RunRecord } from '../../run-folder.ts';

const terms: readonly (readonly [name: keyof StepLosses, title: string])[] = [
  ['reconstruction', 'reconstruction L_R'],
  ['colorStyle', 'color against style L_CS'],
  ['objectLayout', 'object against layout L_O'],
  ['total', 'total'],
];

/** Writes the loss curve of a run that had steps as SVG and PNG: a panel for each term that was switched on, and the total. */
export async function drawLossCurve(
  folder: RunFolder,
  record: Pick<RunRecord, 'imageName' | 'method'>,
  history: readonly (StepLosses | undefined)[],
): Promise<void> {
  if (history.length === 0) return;
  const series = terms
    .map(([key, name]) => ({ name, values: Array.from(history, (losses) => losses?.[key] ?? Number.NaN) }))
    .filter(({ values }) => values.some((value) => Number.isFinite(value)));
  // A method without extra terms would show the same curve twice.
  const distinct = series.length === 2 ? series.slice(0, 1) : series;
  const svg = lossCurveSvg(`${record.imageName}, ${record.method}, ${history.length} steps`, distinct);
  await writeOutput(folder.lossCurveSvg, svg);
  await writeOutput(folder.lossCurvePng, await rasterize(svg));
}

/** Writes the reference and the previews side by side, as far as there are any. */
export async function drawPreviewStrip(folder: RunFolder, record: RunRecord): Promise<void> {
  const previews = await folder.readPreviews();
  if (previews.length === 0) return;
  const reference = {
    bytes: await readFile(folder.reference),
    title: record.imageName,
    lines: [],
    isReference: true,
  };
  const pictures = previews.map(({ step, png }) => ({ bytes: png, title: `step ${step}`, lines: [] }));
  const sheet = await contactSheet({
    title: `${record.imageName}, inverted by ${record.method}`,
    subtitle: 'drawn with all of its tokens, always from the same noise',
    rows: [{ heading: '', pictures: [reference, ...pictures] }],
  });
  await writeOutput(folder.previewStrip, sheet);
}

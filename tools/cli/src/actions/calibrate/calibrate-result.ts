import { EFFECTS_FILE } from '@facet/inversion';
import {
  agreementLines,
  againstSourceText,
  attributionEffects,
  calibrationReport,
  type Agreement,
  type Calibration,
} from '@facet/studies';
import { attributionPanelsSvg } from '@facet/studies/figures';
import { join } from 'node:path';
import { rasterize } from '@facet/drawings';
import { writeOutput } from '../../paths.ts';
import type { Result } from '../../report/reporter.ts';

export interface CalibrationFiles {
  readonly map: string;
  readonly figures: string;
  readonly report: string;
  readonly heatMapSvg: string;
  readonly heatMapPng: string;
  /** The model's own map, where it was asked to be replaced. */
  readonly modelMap?: string;
  /** And the figures that it was chosen by. */
  readonly modelEffects?: string;
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Writes map, figures, report and heat map; the model's own map only when the job says so. */
export async function writeCalibration(
  { folder, writesModel }: { readonly folder: string; readonly writesModel: boolean },
  modelDirectory: string,
  calibration: Calibration,
  agreement: Agreement | undefined,
): Promise<CalibrationFiles> {
  const files: CalibrationFiles = {
    map: join(folder, 'attribution.json'),
    figures: join(folder, 'calibration.json'),
    report: join(folder, 'calibration.md'),
    heatMapSvg: join(folder, 'attribution.svg'),
    heatMapPng: join(folder, 'attribution.png'),
    ...(writesModel
      ? { modelMap: join(modelDirectory, 'attribution.json'), modelEffects: join(modelDirectory, EFFECTS_FILE) }
      : {}),
  };
  const [measured] = calibration.maps;
  await writeOutput(files.map, json(measured!.map));
  await writeOutput(files.figures, json(calibration));
  await writeOutput(files.report, calibrationReport(calibration, agreement));
  const svg = attributionPanelsSvg(calibration);
  await writeOutput(files.heatMapSvg, svg);
  await writeOutput(files.heatMapPng, await rasterize(svg));
  if (files.modelMap !== undefined) await writeOutput(files.modelMap, json(measured!.map));
  if (files.modelEffects !== undefined) await writeOutput(files.modelEffects, json(attributionEffects(calibration)));
  return files;
}

/** What a finished calibration says: stages, the comparison with the source text, files. */
export function calibrateResult(
  calibration: Calibration,
  agreement: Agreement | undefined,
  files: CalibrationFiles,
): Result {
  const { stageBounds, notMeasured, judge, maps } = calibration;
  return {
    lines: [
      `Stage bounds  ${stageBounds.join(', ')}`,
      `Judge         ${judge}`,
      '',
      'Measured map and the map of the source text:',
      ...againstSourceText(calibration).map((line) => `  ${line}`),
      ...(agreement === undefined ? [] : ['', 'Against the other calibration:', ...agreementLines(agreement)]),
      '',
      ...Object.values(files),
      ...(files.modelMap === undefined
        ? ["The model's own map is as it was; --write puts the measured one there."]
        : []),
    ],
    data: { command: 'calibrate', judge, stageBounds, notMeasured, map: maps[0]!.map, agreement, files },
  };
}

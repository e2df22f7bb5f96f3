import { decodeImage } from '@facet/diffusion';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireNoCopies } from './check-commands.ts';
import { holdNumbers } from './check-numbers.ts';
import { Findings } from './findings.ts';
import { ASKED, type Kind } from './kinds.ts';
import { Walk } from './walk.ts';

/** Between the pictures of networks that differ by rounding, of 256 levels. */
const LEVELS_MAX = 1;

/** Optimum's export of the same model: the commands that users type, tokens in the other forms, and what its networks compute. */
export async function checkExport(
  kind: Kind,
  folder: string,
  ask: (action: string) => Promise<unknown>,
): Promise<Findings> {
  const findings = new Findings();
  if (!existsSync(join(folder, 'onnx'))) await ask('export');
  const walk = new Walk(join(folder, 'walk-export'));
  const added = findings.took('models add', await walk.add('export', join(folder, 'onnx')));
  findings.took('generate', await walk.generate('export'));
  const { tokens } = findings.took('invert', await walk.invert('export'));
  const { picture } = findings.took('compose', await walk.compose('export', tokens));
  for (const [name, file] of [
    ['checkpoint', `${kind}.safetensors`],
    ['folder', 'diffusers'],
  ] as const) {
    const { fingerprint } = await walk.add(name, join(folder, file));
    findings.require(fingerprint === added.fingerprint, `the fingerprint of the export is that of the ${name}`);
    const levels = await levelsApart(picture, (await walk.compose(name, tokens)).picture);
    findings.figures[`levels apart, ${name}`] = levels;
    findings.require(levels <= LEVELS_MAX, `the ${name} draws the export's picture with its tokens, but for rounding`);
  }
  requireNoCopies(findings, walk);
  await holdNumbers(findings, kind, folder, 'onnx');
  return findings;
}

async function levelsApart(...paths: readonly [string, string]): Promise<number> {
  const { size } = ASKED;
  const [one, other] = await Promise.all(
    paths.map((path) => decodeImage(readFileSync(path), { width: size, height: size }, path)),
  );
  const apart = one!.data.reduce((most, value, at) => Math.max(most, Math.abs(value - other!.data[at]!)), 0);
  return Math.round((apart / 2) * 255);
}

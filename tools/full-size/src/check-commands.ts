import { join } from 'node:path';
import { Findings } from './findings.ts';
import { isNarrow, type Kind } from './kinds.ts';
import { pixelsOf, Walk } from './walk.ts';

/** No tensor of this size may lie beside the model's files: it would be a copy of weights. */
const KEPT_TENSOR_BYTES_MAX = 1_000_000;

/** The commands that users type, on the checkpoint and on the other files of the same model. */
export async function checkCommands(kind: Kind, folder: string): Promise<Findings> {
  const findings = new Findings();
  const walk = new Walk(join(folder, 'walk'));
  const checkpoint = await walk.add('full', join(folder, `${kind}.safetensors`));
  const { fingerprint } = findings.took('models add', checkpoint);
  for (const { name, path, options } of roundedForms(kind, folder)) {
    const added = findings.took(`models add, ${name}`, await walk.add(name, path, ...options));
    findings.require(added.fingerprint === fingerprint, `the fingerprint of ${name} is that of the checkpoint`);
  }
  const drawn = findings.took('generate', await walk.generate('full'));
  const { tokens } = findings.took('invert', await walk.invert('full'));
  const composed = findings.took('compose', await walk.compose('full', tokens));
  const isOther = pixelsOf(drawn.picture) !== pixelsOf(composed.picture);
  findings.require(isOther, 'tokens change the picture');
  const added = findings.took('models add, folder', await walk.add('folder', join(folder, 'diffusers')));
  findings.require(added.fingerprint === fingerprint, 'the fingerprint of the folder is that of the checkpoint');
  const again = findings.took('compose, folder', await walk.compose('folder', tokens));
  const isSame = pixelsOf(again.picture) === pixelsOf(composed.picture);
  findings.require(isSame, 'the folder draws the same picture with the tokens of the checkpoint');
  requireNoCopies(findings, walk);
  return findings;
}

/** Of weights, beside the model's files. */
export function requireNoCopies(findings: Findings, walk: Walk): void {
  const { bytes, largestTensor } = walk.kept();
  const isSmall = largestTensor < KEPT_TENSOR_BYTES_MAX;
  findings.require(isSmall, `no tensor beside the weights has a megabyte (one has ${largestTensor} bytes)`);
  findings.figures['bytes kept'] = bytes;
}

interface Form {
  readonly name: string;
  readonly path: string;
  readonly options: readonly string[];
}

/** Files of the same model with its numbers in fewer digits. */
function roundedForms(kind: Kind, folder: string): Form[] {
  if (isNarrow(kind)) return [];
  return [
    { name: 'folder-float16', path: join(folder, 'diffusers'), options: ['--variant', 'fp16'] },
    { name: 'checkpoint-float16', path: join(folder, `${kind}.fp16.safetensors`), options: [] },
  ];
}

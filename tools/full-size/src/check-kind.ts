import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isNarrow, type Kind } from './kinds.ts';
import { run, runNode, type Usage } from './run-program.ts';
import { pixelsOf, Walk } from './walk.ts';

/** What the numbers of a model are held to: the largest difference over the largest value. */
const ERROR_MAX = 1e-5;
/** No file beside the model's may be as large as any of its weights. */
const KEPT_FILE_BYTES_MAX = 1_000_000;

const PARTS = ['text', 'prediction', 'gradient', 'picture'] as const;

export interface Measured {
  readonly what: string;
  readonly usage: Usage;
}

export interface KindResult {
  readonly kind: Kind;
  readonly errors: Readonly<Record<string, number>>;
  readonly measured: readonly Measured[];
  readonly keptBytes: number;
  /** What is not as it should be. */
  readonly failures: readonly string[];
}

/** Makes a model's files where they are not there, asks diffusers, and holds Facet to its answers. */
export async function checkKind(kind: Kind, folder: string, python: string): Promise<KindResult> {
  const ask = async (action: string): Promise<Record<string, unknown>[]> => {
    const script = join(import.meta.dirname, '../../golden/full_models.py');
    return run(python, [script, action, kind, folder], { PYTHONUNBUFFERED: '1' });
  };
  const checkpoint = join(folder, `${kind}.safetensors`);
  const answers = join(folder, 'answers.safetensors');
  const measured: Measured[] = [];
  const failures: string[] = [];
  const note = <T extends { usage: Usage }>(what: string, done: T): T => {
    const { seconds, cpuSeconds, peakBytes } = done.usage;
    console.log(
      `${what}: ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU-s, peak ${(peakBytes / 1e9).toFixed(1)} GB`,
    );
    measured.push({ what, usage: done.usage });
    return done;
  };
  const require = (isRight: boolean, what: string): void => {
    if (isRight) return;
    console.log(`NOT SO: ${what}`);
    failures.push(what);
  };

  if (!existsSync(checkpoint)) await ask('make');
  if (!existsSync(answers)) await ask('answer');

  const walk = new Walk(join(folder, 'walk'));
  const { fingerprint } = note('models add', await walk.add('full', checkpoint));
  const drawn = note('generate', await walk.generate('full'));
  const { tokens } = note('invert', await walk.invert('full'));
  const composed = note('compose', await walk.compose('full', tokens));
  require(pixelsOf(drawn.picture) !== pixelsOf(composed.picture), 'tokens change the picture');
  for (const other of otherForms(kind, folder)) {
    const added = note(`models add, ${other.name}`, await walk.add(other.name, other.path, ...other.options));
    require(added.fingerprint === fingerprint, `the fingerprint of ${other.name} is that of the checkpoint`);
    const again = note(`compose, ${other.name}`, await walk.compose(other.name, tokens));
    // Weights in float16 are other numbers.
    if (!other.isRounded)
      require(pixelsOf(again.picture) ===
        pixelsOf(composed.picture), `${other.name} draws the same picture with the same tokens`);
  }
  const kept = walk.kept();
  require(kept.largest <
    KEPT_FILE_BYTES_MAX, `no file beside the weights has a megabyte (one has ${kept.largest} bytes)`);

  const errors: Record<string, number> = {};
  const numbers = join(import.meta.dirname, 'numbers.ts');
  for (const part of PARTS) {
    const environment = { FACET_CACHE: join(folder, 'walk', 'cache') };
    const done = note(`numbers, ${part}`, await runNode([numbers, part, checkpoint, answers], environment));
    for (const { name, error } of done.said as { name: string; error: number }[]) {
      errors[name] = error;
      require(error <= ERROR_MAX, `${name} is within ${ERROR_MAX} of the largest value (${error.toExponential(1)})`);
    }
  }
  return { kind, errors, measured, keptBytes: kept.bytes, failures };
}

interface OtherForm {
  readonly name: string;
  readonly path: string;
  readonly options: readonly string[];
  /** Whether its weights are those of the checkpoint in fewer digits. */
  readonly isRounded: boolean;
}

/** The same model in the other files that people have. */
function otherForms(kind: Kind, folder: string): OtherForm[] {
  const diffusers = join(folder, 'diffusers');
  const whole = { name: 'folder', path: diffusers, options: [], isRounded: false };
  if (isNarrow(kind)) return [whole];
  const half = { options: ['--variant', 'fp16'], isRounded: true };
  return [
    whole,
    { name: 'folder-fp16', path: diffusers, ...half },
    { name: 'checkpoint-fp16', path: join(folder, `${kind}.fp16.safetensors`), options: [], isRounded: true },
  ];
}

import { join } from 'node:path';
import { Findings } from './findings.ts';
import { isNarrow, type Kind } from './kinds.ts';
import { runNode } from './run-program.ts';

/** The largest difference from diffusers, over the largest value. */
const ERROR_MAX = 1e-5;

/** A process each, so that memory is that of one. */
const PARTS = ['text', 'prediction', 'gradient', 'picture'] as const;

interface Said {
  readonly name: string;
  /** From diffusers in float32. */
  readonly error: number;
  /** From diffusers in float64, where it was asked in that, of Facet and of diffusers in float32. */
  readonly fromExact?: { readonly ours: number; readonly theirs: number };
}

/** Two sides that round differently are further from each other than either is from what is right. */
const isRight = ({ error, fromExact }: Said): boolean =>
  error <= ERROR_MAX || (fromExact !== undefined && fromExact.ours <= Math.min(ERROR_MAX, fromExact.theirs));

/** What the networks of the checkpoint compute. */
export async function checkNumbers(kind: Kind, folder: string): Promise<Findings> {
  const findings = new Findings();
  await holdNumbers(findings, kind, folder, `${kind}.safetensors`);
  return findings;
}

/** What those of the diffusers folder compute. */
export async function checkFolder(kind: Kind, folder: string): Promise<Findings> {
  const findings = new Findings();
  await holdNumbers(findings, kind, folder, 'diffusers');
  return findings;
}

/** @param model the file or folder that is loaded, by its name in `folder` */
export async function holdNumbers(findings: Findings, kind: Kind, folder: string, model: string): Promise<void> {
  const program = join(import.meta.dirname, 'numbers.ts');
  const given = [model, 'answers.safetensors', ...(isNarrow(kind) ? [] : ['exact.safetensors'])].map((name) =>
    join(folder, name),
  );
  for (const part of PARTS) {
    const done = await runNode([program, part, ...given], { FACET_CACHE: join(folder, 'cache') });
    findings.took(part, done);
    for (const said of done.said as unknown as Said[]) {
      const { name, error, fromExact } = said;
      const figures = {
        [name]: error,
        ...(fromExact && {
          [`${name}, from float64`]: fromExact.ours,
          [`${name}, diffusers from float64`]: fromExact.theirs,
        }),
      };
      for (const [what, figure] of Object.entries(figures))
        console.log(`  ${what.padEnd(32)} ${figure.toExponential(1)}`);
      Object.assign(findings.figures, figures);
      findings.require(
        isRight(said),
        `${name} is within ${ERROR_MAX} of the largest value, or as near to float64's as diffusers`,
      );
    }
  }
}

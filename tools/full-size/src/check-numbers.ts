import { join } from 'node:path';
import { Findings } from './findings.ts';
import type { Kind } from './kinds.ts';
import { runNode } from './run-program.ts';

/** The largest difference from diffusers, over the largest value. */
const ERROR_MAX = 1e-5;

/** A process each, so that memory is that of one. */
const PARTS = ['text', 'prediction', 'gradient', 'picture'] as const;

/** What the networks of the checkpoint compute. */
export async function checkNumbers(kind: Kind, folder: string): Promise<Findings> {
  const findings = new Findings();
  const program = join(import.meta.dirname, 'numbers.ts');
  const given = [join(folder, `${kind}.safetensors`), join(folder, 'answers.safetensors')];
  for (const part of PARTS) {
    const done = await runNode([program, part, ...given], { FACET_CACHE: join(folder, 'cache') });
    findings.took(part, done);
    for (const { name, error } of done.said as { name: string; error: number }[]) {
      console.log(`  ${name.padEnd(20)} ${error.toExponential(1)}`);
      findings.figures[name] = error;
      findings.require(error <= ERROR_MAX, `${name} is within ${ERROR_MAX} of the largest value`);
    }
  }
  return findings;
}

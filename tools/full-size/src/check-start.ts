import { join } from 'node:path';
import { Findings } from './findings.ts';
import type { Kind } from './kinds.ts';
import { runNode, type Usage } from './run-program.ts';

type Said = Usage & { readonly what: string };

/** What a process takes until its libraries are there, until a checkpoint is loaded, and until the U-Net has predicted once, against diffusers. */
export async function checkStart(
  kind: Kind,
  folder: string,
  ask: (action: string) => Promise<Record<string, unknown>[]>,
): Promise<Findings> {
  const findings = new Findings();
  const program = join(import.meta.dirname, 'start.ts');
  const path = join(folder, `${kind}.safetensors`);
  const ours = async (): Promise<Said[]> =>
    (await runNode([program, path], { FACET_CACHE: join(folder, 'cache') })).said as unknown as Said[];
  // The first prepares graphs; in turns, so that both find the file in the system's cache.
  await ours();
  const sides = { diffusers: (await ask('start')) as unknown as Said[], Facet: await ours() };
  for (const [side, said] of Object.entries(sides))
    for (const { what, ...usage } of said)
      if (what !== 'start') findings.took(`${side}, ${what}`, { usage: usage as Usage });
  return findings;
}

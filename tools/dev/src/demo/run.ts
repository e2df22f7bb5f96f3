import { demoSheet, firstPair, successRates, swapsOf, verdictTable, type Remote, type Result } from '@facet/cli';
import { defaultModelDirectory } from '@facet/diffusion';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeSwaps } from './compose.ts';
import { invertReferences } from './invert.ts';
import { judgeSwaps } from './judge.ts';
import type { DemoMemory } from './memory.ts';
import { demoModel } from './model.ts';
import type { DemoPlan } from './plan.ts';

/**
 * Inverts two bundled pictures through the API, composes color and style of one with object and layout of the other and the
 * reverse, and has the factor classifiers judge what came of it. Pictures and their contact sheet go to `folder`.
 */
export async function runDemo(remote: Remote, folder: string, memory: DemoMemory, plan: DemoPlan): Promise<Result> {
  const modelId = await demoModel(remote);
  const references = firstPair(defaultModelDirectory());
  const tokens = await invertReferences(remote, memory, modelId, references, plan);
  const drawn = await judgeSwaps(await composeSwaps(remote, memory, swapsOf(...references), tokens, plan));

  const files = [];
  for (const { swap, pictures } of drawn) {
    mkdirSync(join(folder, swap.name), { recursive: true });
    for (const { seed, png } of pictures) {
      const file = join(folder, swap.name, `seed-${seed}.png`);
      writeFileSync(file, png);
      files.push(file);
    }
  }
  const contactSheet = join(folder, 'contact-sheet.png');
  const subtitle = `Made through the API by the bundled model, ${plan.steps} steps for each picture`;
  writeFileSync(contactSheet, await demoSheet(references, drawn, subtitle));
  return {
    lines: [
      'Two pictures were inverted into color, style, object and layout tokens:',
      ...references.map(
        ({ letter, factors: { style, color, object, layout }, file }) =>
          `  ${letter}  ${style} ${color} ${object} ${layout}  (${file})`,
      ),
      '',
      'What two factor classifiers see in pictures composed of both:',
      '',
      ...verdictTable(drawn),
      '',
      `Contact sheet  ${contactSheet}`,
      ...drawn.map(({ swap }) => `Pictures       ${join(folder, swap.name)}`),
    ],
    data: { command: 'demo', contactSheet, pictures: files, successRates: successRates(drawn) },
  };
}

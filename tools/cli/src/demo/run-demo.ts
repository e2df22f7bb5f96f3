import { SAMPLING_DEFAULTS } from '@facet/base';
import { defaultMethod, Judges, resolveSettings } from '@facet/inversion';
import type { InversionSettings } from '@facet/inversion';
import { basename, join } from 'node:path';
import { drawPictures } from '../actions/draw/draw.ts';
import type { DrawnPicture } from '../actions/draw/draw.ts';
import type { CommandContext } from '../context.ts';
import { withModel } from '../model.ts';
import { ensureDirectory, writeOutput } from '../paths.ts';
import type { Result } from '../report/reporter.ts';
import { demoSheet } from './demo-sheet.ts';
import { demoTokens, runFolderOf } from './demo-tokens.ts';
import { firstPair } from './references.ts';
import { DEMO_GUIDANCE, swapsOf, tokensOf } from './swaps.ts';
import type { DemoReference, DrawnSwap, Swap } from './swaps.ts';
import { successRates, verdictTable } from './verdicts.ts';

/** What a test makes smaller. */
export interface DemoOptions {
  readonly settings?: Partial<InversionSettings>;
  readonly seeds?: readonly number[];
  readonly samplingSteps?: number;
}

/**
 * Inverts two bundled pictures, composes color and style of one with object and layout of the other and the reverse, and
 * has the factor classifiers judge the results. All files go to `folder`; what an earlier run left there is used.
 */
export async function runDemo(context: CommandContext, folder: string, options: DemoOptions = {}): Promise<Result> {
  const { settings = {}, seeds = [1, 2, 3, 4], samplingSteps = SAMPLING_DEFAULTS.steps } = options;
  const choices = { ...SAMPLING_DEFAULTS, guidance: DEMO_GUIDANCE, seeds, steps: samplingSteps };
  await ensureDirectory(folder);
  context.reporter.note('Two pictures are inverted, then composed. That takes about a minute on two free cores.');
  return withModel({}, context, async (model) => {
    const references = firstPair(model.directory);
    const sets = await demoTokens(context, model, folder, references, settings);
    const judges = await Judges.load(model.directory);
    try {
      const drawn = [];
      for (const swap of swapsOf(...references)) {
        const composition = { tokens: tokensOf(swap, sets) };
        const pictures = await drawPictures(context, model, `Composing ${swap.label}`, composition, choices);
        drawn.push(await saveAndJudge(judges, folder, swap, pictures));
      }
      const method = defaultMethod(model);
      const { steps } = await resolveSettings(model.directory, method, settings);
      const subtitle = `${basename(model.directory)} model on ${model.device}, method ${method}, ${steps} steps for each picture`;
      const sheet = join(folder, 'contact-sheet.png');
      await writeOutput(sheet, await demoSheet(references, drawn, subtitle));
      return demoResult(folder, sheet, references, drawn);
    } finally {
      await judges.close();
    }
  });
}

async function saveAndJudge(
  judges: Judges,
  folder: string,
  swap: Swap,
  drawn: readonly DrawnPicture[],
): Promise<DrawnSwap> {
  const pictures = [];
  for (const each of drawn) {
    await writeOutput(join(folder, swap.name, `seed-${each.seed}.png`), each.png);
    const [seen] = await judges.judgeBoth(each.picture);
    pictures.push({ ...each, seen: seen! });
  }
  return { swap, pictures };
}

function demoResult(
  folder: string,
  sheet: string,
  references: readonly DemoReference[],
  drawn: readonly DrawnSwap[],
): Result {
  const tokens = references.map((reference) => runFolderOf(folder, reference).tokens);
  return {
    lines: [
      '',
      'Two pictures were inverted into color, style, object and layout tokens:',
      ...references.map(describe),
      '',
      'What two factor classifiers see in pictures composed of both:',
      '',
      ...verdictTable(drawn),
      '',
      `Contact sheet  ${sheet}`,
      ...drawn.map(({ swap }) => `Pictures       ${join(folder, swap.name)}`),
      ...tokens.map((path) => `Tokens         ${path}`),
      '',
      'Now with pictures of your own: npm run facet -- invert my-picture.png',
    ],
    data: { command: 'demo', contactSheet: sheet, tokens, successRates: successRates(drawn) },
  };
}

const describe = ({ letter, factors, file }: DemoReference): string =>
  `  ${letter}  ${factors.style} ${factors.color} ${factors.object} ${factors.layout}  (${file})`;

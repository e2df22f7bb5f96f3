import { InversionError, Judges, loadTokenFile, resolveSettings } from '@facet/inversion';
import type { TokenSet } from '@facet/inversion';
import type { DiffusionModel } from '@facet/diffusion';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { drawPictures, samplingDefaults } from '../actions/draw.ts';
import { invertPictures } from '../actions/invert.ts';
import type { CommandContext } from '../context.ts';
import { withModel } from '../model.ts';
import { writeOutput } from '../paths.ts';
import type { Result } from '../report/reporter.ts';
import { RunFolder } from '../run-folder.ts';
import { demoSheet } from './demo-sheet.ts';
import { firstPair } from './references.ts';
import { swapsOf, tokensOf } from './swaps.ts';
import type { DemoReference, DrawnSwap, Swap } from './swaps.ts';
import { successRates, verdictTable } from './verdicts.ts';

const method = 'matte';
const seeds = [1, 2, 3, 4];

/**
 * Inverts two bundled pictures, composes color and style of one with object and layout of the other and the reverse, and
 * has the factor classifiers judge the results. All files go to `folder`; what an earlier run left there is used.
 */
export async function runDemo(context: CommandContext, folder: string): Promise<Result> {
  context.reporter.note('Two pictures are inverted, then composed. That takes about a minute on two free cores.');
  return withModel({}, context, async (model) => {
    const references = firstPair(model.directory);
    const sets = await tokenSets(context, model, folder, references);
    const judges = await Judges.load(model.directory);
    try {
      const drawn = [];
      for (const swap of swapsOf(...references)) drawn.push(await drawSwap(context, model, judges, folder, swap, sets));
      const { steps } = await resolveSettings(model.directory, method);
      const subtitle = `${basename(model.directory)} model on ${model.device}, method ${method}, ${steps} steps for each picture`;
      const sheet = join(folder, 'contact-sheet.png');
      await writeOutput(sheet, await demoSheet(references, drawn, subtitle));
      return demoResult(folder, sheet, references, drawn);
    } finally {
      await judges.close();
    }
  });
}

const runFolderOf = (folder: string, reference: DemoReference): RunFolder =>
  new RunFolder(join(folder, basename(reference.file, extname(reference.file))));

/** The tokens of both references: kept ones where they fit the model and its settings, new ones otherwise. */
async function tokenSets(
  context: CommandContext,
  model: DiffusionModel,
  folder: string,
  references: readonly DemoReference[],
): Promise<Map<DemoReference, TokenSet>> {
  const sets = new Map<DemoReference, TokenSet>();
  for (const reference of references) {
    const run = runFolderOf(folder, reference);
    const kept = await keptTokens(run, reference, model);
    if (kept) sets.set(reference, kept);
    else await rm(run.tokens, { force: true });
  }
  const missing = references.filter((reference) => !sets.has(reference));
  if (missing.length < references.length) context.reporter.note('Using tokens of an earlier start.');
  if (missing.length === 0) return sets;
  const jobs = missing.map((reference) => ({
    image: reference.file,
    folder: runFolderOf(folder, reference).path,
    method,
    settings: {},
    previewEvery: 40,
    resume: true,
    resumeCommand: 'npm start',
  }));
  let inverted;
  try {
    inverted = await invertPictures(context, model, jobs);
  } catch (error) {
    if (!belongsToAnotherRun(error)) throw error;
    // The checkpoints are this demo's own, from before the model or its settings changed.
    for (const job of jobs) await rm(job.folder, { recursive: true, force: true });
    inverted = await invertPictures(context, model, jobs);
  }
  for (const [i, reference] of missing.entries()) sets.set(reference, inverted[i]!.tokens);
  return sets;
}

async function keptTokens(
  run: RunFolder,
  reference: DemoReference,
  model: DiffusionModel,
): Promise<TokenSet | undefined> {
  if (!existsSync(run.tokens)) return undefined;
  let set: TokenSet;
  try {
    set = await loadTokenFile(run.tokens);
  } catch (error) {
    if (error instanceof InversionError) return undefined;
    throw error;
  }
  const imageHash = createHash('sha256')
    .update(await readFile(reference.file))
    .digest('hex');
  const { steps, seed } = await resolveSettings(model.directory, method);
  const fits =
    set.fingerprint === model.fingerprint &&
    set.imageHash === imageHash &&
    set.method === method &&
    set.steps === steps &&
    set.seed === seed;
  return fits ? set : undefined;
}

function belongsToAnotherRun(error: unknown): boolean {
  const codes = ['checkpoint-mismatch', 'fingerprint-mismatch', 'corrupt-file', 'unsupported-format'];
  return error instanceof InversionError && codes.includes(error.code);
}

async function drawSwap(
  context: CommandContext,
  model: DiffusionModel,
  judges: Judges,
  folder: string,
  swap: Swap,
  sets: ReadonlyMap<DemoReference, TokenSet>,
): Promise<DrawnSwap> {
  const choices = { ...samplingDefaults, negativePrompt: '', seeds };
  const drawn = await drawPictures(
    context,
    model,
    `Composing ${swap.label}`,
    { tokens: tokensOf(swap, sets) },
    choices,
  );
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

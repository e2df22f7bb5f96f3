import type { DiffusionModel } from '@facet/diffusion';
import { belongsTo, defaultMethod, InversionError, loadTokenFile, resolveSettings } from '@facet/inversion';
import type { InversionSettings, TokenSet } from '@facet/inversion';
import { SafetensorsError } from '@facet/safetensors';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { invertPictures } from '../actions/invert/invert.ts';
import type { CommandContext } from '../context.ts';
import { RunFolder } from '../run-folder.ts';
import type { DemoReference } from './swaps.ts';

/** Where the run of a reference lies. */
export function runFolderOf(folder: string, reference: DemoReference): RunFolder {
  return new RunFolder(join(folder, basename(reference.file, extname(reference.file))));
}

/**
 * The tokens of the references: those of an earlier start where they fit the model and its settings, new ones otherwise,
 * from the checkpoint of an interrupted start if there is one.
 */
export async function demoTokens(
  context: CommandContext,
  model: DiffusionModel,
  folder: string,
  references: readonly DemoReference[],
  settings: Partial<InversionSettings>,
): Promise<Map<DemoReference, TokenSet>> {
  const sets = new Map<DemoReference, TokenSet>();
  const method = defaultMethod(model);
  const wanted = await resolveSettings(model.directory, method, settings);
  for (const reference of references) {
    const run = runFolderOf(folder, reference);
    const kept = await keptTokens(run, reference, model, method, wanted);
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
    settings,
    previewEvery: 40,
    // The demo shows what is carried where by composing, and should start fast.
    assess: false,
    leakReport: false,
    resume: true,
    resumeCommand: 'npm run facet -- demo',
  }));
  let inverted;
  try {
    inverted = await invertPictures(context, model, jobs);
  } catch (error) {
    if (!belongsToAnotherRun(error)) throw error;
    // The checkpoints are the demo's own, from before the model or its settings changed.
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
  method: string,
  wanted: InversionSettings,
): Promise<TokenSet | undefined> {
  if (!existsSync(run.tokens)) return undefined;
  let set: TokenSet;
  try {
    set = await loadTokenFile(run.tokens);
  } catch (error) {
    if (isAboutAFile(error)) return undefined;
    throw error;
  }
  const picture = await readFile(reference.file);
  const fits =
    belongsTo(set, model) &&
    set.imageHash === createHash('sha256').update(picture).digest('hex') &&
    set.method === method &&
    set.steps === wanted.steps &&
    set.seed === wanted.seed;
  return fits ? set : undefined;
}

function belongsToAnotherRun(error: unknown): boolean {
  const codes = ['checkpoint-mismatch', 'fingerprint-mismatch', 'corrupt-file', 'unsupported-format'];
  return isAboutAFile(error) && codes.includes(error.code);
}

function isAboutAFile(error: unknown): error is InversionError | SafetensorsError {
  return error instanceof InversionError || error instanceof SafetensorsError;
}

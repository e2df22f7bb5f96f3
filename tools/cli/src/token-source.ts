import { ATTRIBUTES, type Attribute } from '@facet/base';
import { loadTokenFile, type TokenSet } from '@facet/inversion';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { CliError } from './errors.ts';
import type { TokenArgument } from './options.ts';
import { userPath } from './paths.ts';
import type { SheetPicture } from '@facet/drawings';
import { RunFolder } from './run-folder.ts';

/** A token file that the user named, loaded. */
export interface TokenSource {
  readonly path: string;
  readonly set: TokenSet;
}

/** Reads a native token file; a folder stands for the `tokens.safetensors` in it. */
export async function readTokenSource(named: string): Promise<TokenSource> {
  const given = userPath(named);
  if (!existsSync(given)) throw new CliError('bad-input', `There is no token file ${given}.`);
  const path = statSync(given).isDirectory() ? new RunFolder(given).tokens : given;
  if (!existsSync(path)) {
    const unfinished = new RunFolder(given).hasCheckpoint ? ' Its inversion is not finished: go on with --resume.' : '';
    throw new CliError('bad-input', `${given} holds no tokens.safetensors.${unfinished}`);
  }
  return { path, set: await loadTokenFile(path) };
}

/** Which source each attribute is taken from, and how strongly. */
export type TokenChoices = Partial<Readonly<Record<Attribute, TokenArgument>>>;

/** Reads every named file once. */
export async function readTokenSources(choices: TokenChoices): Promise<Partial<Record<Attribute, TokenSource>>> {
  const byFile = new Map<string, TokenSource>();
  const sources: Partial<Record<Attribute, TokenSource>> = {};
  for (const attribute of ATTRIBUTES) {
    const file = choices[attribute]?.file;
    if (file === undefined) continue;
    const source = byFile.get(file) ?? (await readTokenSource(file));
    byFile.set(file, source);
    sources[attribute] = source;
  }
  return sources;
}

/** The pictures that the tokens come from, for the contact sheet: those whose run folder still has its reference. */
export async function referencesOf(
  sources: Partial<Record<Attribute, TokenSource>>,
  choices: TokenChoices,
): Promise<SheetPicture[]> {
  const pictures: SheetPicture[] = [];
  for (const path of new Set(ATTRIBUTES.flatMap((attribute) => sources[attribute]?.path ?? []))) {
    const folder = new RunFolder(dirname(path));
    if (!existsSync(folder.reference)) continue;
    const given = ATTRIBUTES.filter((attribute) => sources[attribute]?.path === path);
    const lines = given.map((attribute) => ({ words: describe(attribute, choices[attribute]?.strength) }));
    pictures.push({
      bytes: await readFile(folder.reference),
      title: (await folder.readRecord())?.imageName ?? basename(folder.path),
      lines,
      isReference: true,
    });
  }
  return pictures;
}

const describe = (attribute: Attribute, strength: number | undefined): string =>
  strength === undefined || strength === 1 ? attribute : `${attribute}, strength ${strength}`;

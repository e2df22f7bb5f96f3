import { drawRecipe, tokenSetHash, type TokenSet } from '@facet/inversion';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { withModel } from '../../model.ts';
import type { ModelFlags } from '../../model.ts';
import { outputFolder } from '../../output-folder.ts';
import { userPath, writeOutput } from '../../paths.ts';
import { encodeWithRecipe, readRecipe } from '../../recipe-in-png.ts';
import type { Result } from '../../report/reporter.ts';

export interface AgainOptions extends ModelFlags {
  /** A picture with a recipe. */
  readonly from: string;
  /** Files of tokens that the recipe names and does not hold. */
  readonly tokens?: readonly TokenSet[];
  readonly out?: string;
}

/** Makes the picture of a recipe again and says whether it came out the same, byte for byte. */
export async function composeAgain(context: CommandContext, options: AgainOptions): Promise<Result> {
  const from = userPath(options.from);
  const { recipe, text } = await readRecipe(from);
  const find = async (hash: string) => options.tokens?.find((set) => knownBy(set).includes(hash));
  const folder = await outputFolder(options.out, `again-${recipe.prompt ?? 'composition'}`);
  return withModel(options, context, async (model) => {
    const png = await encodeWithRecipe(await drawRecipe(model, recipe, find), text);
    const seed = recipe.seeds[recipe.index] ?? 0;
    const path = join(folder, `seed-${seed}.png`);
    await writeOutput(path, png);
    const isIdentical = png.equals(await readFile(from));
    const verdict = isIdentical
      ? `identical to ${from}, byte for byte`
      : `differs from ${from}: another device or version rounds differently`;
    return {
      lines: [path, verdict],
      data: { command: 'compose', from, prompt: recipe.prompt, seed, pictures: [{ seed, path }], isIdentical },
    };
  });
}

/** The service names a token of a library by itself, and the command line by the file that it was in. */
const knownBy = (set: TokenSet): string[] =>
  [set, ...set.tokens.map((token) => ({ ...set, tokens: [token] }))].map(tokenSetHash);

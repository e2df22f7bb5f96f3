import type { TokenName } from '@facet/base';
import { importTokens, modelAttributionMap, saveTokenFile } from '@facet/inversion';
import { existsSync } from 'node:fs';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { withModel } from '../../model.ts';
import type { ModelFlags } from '../../model.ts';
import { ensureFile, userPath } from '../../paths.ts';
import type { Result } from '../../report/reporter.ts';

export interface ImportOptions extends ModelFlags {
  readonly as: TokenName;
  readonly word: string;
  readonly allowPickle?: boolean;
  readonly out: string;
}

/** Makes a native token file, tied to the model, of an embedding that another tool wrote. */
export async function importTokenFile(context: CommandContext, file: string, options: ImportOptions): Promise<Result> {
  const source = userPath(file);
  if (!existsSync(source)) throw new CliError('bad-input', `There is no file ${source}.`);
  const out = await ensureFile(userPath(options.out));
  return withModel(options, context, async (model) => {
    const { as, word, allowPickle = false } = options;
    const map = await modelAttributionMap(model.directory);
    const set = await importTokens(source, model, map, { as, word, allowPickle });
    await saveTokenFile(out, set);
    const vectors = set.tokens.map((token) => token.vectors.length);
    return {
      lines: [out, `${as}: ${vectors.join(', ')} vector(s), active in all stages and layers`],
      data: { command: 'tokens import', source, out, as, word, fingerprint: set.fingerprint },
    };
  });
}

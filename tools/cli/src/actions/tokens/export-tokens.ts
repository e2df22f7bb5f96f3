import { checkFingerprint, EXPORT_WARNING, exportPerLayer, exportSingle, identityOf } from '@facet/inversion';
import type { ExportedFile, LearnedToken } from '@facet/inversion';
import type { DiffusionModel } from '@facet/diffusion';
import { join } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { withModel } from '../../model.ts';
import type { ModelFlags } from '../../model.ts';
import { ensureDirectory, userPath, writeOutput } from '../../paths.ts';
import type { Result } from '../../report/reporter.ts';
import { readTokenSource } from '../../token-source.ts';
import type { TokenSource } from '../../token-source.ts';

export interface ExportOptions extends ModelFlags {
  readonly form: 'single' | 'layers';
  /** The tokens are called `<name>-<attribute>` in the other tool. */
  readonly name: string;
  readonly out: string;
}

/** Writes a file per token in the form another tool reads. Only the form with layers needs the model. */
export async function exportTokens(context: CommandContext, file: string, options: ExportOptions): Promise<Result> {
  const source = await readTokenSource(file);
  const folder = await ensureDirectory(userPath(options.out));
  const exported =
    options.form === 'single'
      ? exportSingle(source.set, options.name)
      : await withModel(options, context, async (model) => perLayer(model, source, options.name));
  const paths = [];
  for (const { name, bytes } of exported) {
    const path = join(folder, name);
    await writeOutput(path, bytes);
    paths.push(path);
  }
  context.reporter.warn(EXPORT_WARNING);
  return {
    lines: paths,
    data: { command: 'tokens export', form: options.form, files: paths, warning: EXPORT_WARNING },
  };
}

function perLayer(model: DiffusionModel, { set, path }: TokenSource, prefix: string): ExportedFile[] {
  checkFingerprint(set, identityOf(model), `The token file ${path}`);
  return set.tokens.map((token) =>
    exportPerLayer(set, token.name, `${prefix}-${token.name}`, wordVector(model, token)),
  );
}

/** The vector of the word that stands in a token's place where it is inactive: the word's last token. */
function wordVector(model: DiffusionModel, token: LearnedToken): Float32Array {
  const { ids, length } = model.tokenizer.encode(token.fallbackWord ?? token.initialWord);
  return model.tokenEmbedding(ids[length - 2] ?? 0);
}

import { INACTIVE } from '@facet/inversion';
import type { LearnedToken, TokenSet } from '@facet/inversion';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { withModel } from '../../model.ts';
import type { ModelFlags } from '../../model.ts';
import { userPath } from '../../paths.ts';
import { loadReference } from '../../reference.ts';
import type { Result } from '../../report/reporter.ts';
import { RunFolder } from '../../run-folder.ts';
import { readTokenSource } from '../../token-source.ts';
import { keepLeakReport } from './leak-report.ts';
import { leakData, leakLines } from './leak-table.ts';
import { paletteText } from './palette-text.ts';

export interface InspectOptions extends ModelFlags {
  /** Measure what the tokens leak, and keep the report in the file. Only this needs the model. */
  readonly measure?: boolean;
  /** The picture to measure against; default the reference in the folder of the tokens' run. */
  readonly image?: string;
}

/** What a token file holds, for people and programs. */
export async function inspectTokens(context: CommandContext, named: string, options: InspectOptions): Promise<Result> {
  const { path, set: saved } = await readTokenSource(named);
  const set = options.measure ? await measure(context, path, saved, options) : saved;
  const colors = paletteText(set.palette) || 'none';
  return {
    lines: [
      path,
      `Model        ${set.modelName}, fingerprint ${set.fingerprint}`,
      `Method       ${set.method}, ${set.steps} steps, seed ${set.seed}`,
      `Picture      SHA-256 ${set.imageHash}`,
      `Object       ${set.objectWord} (${set.objectWordOrigin})`,
      `Colors       ${colors}`,
      `Stages       ${set.stageBounds.join(' - ')} (${set.map.source} attribution map)`,
      ...set.tokens.map((token) => `Token        ${describe(token)}`),
      ...(set.leakReport === undefined ? ['Leaks        not measured; --measure does'] : leakLines(set.leakReport)),
    ],
    data: {
      command: 'tokens inspect',
      path,
      ...set,
      ...leakData(set),
      tokens: set.tokens.map(({ vectors, ...token }) =>
        Object.assign(token, { vectors: vectors.length, width: vectors[0]?.length, norms: vectors.map(norm) }),
      ),
    },
  };
}

async function measure(
  context: CommandContext,
  path: string,
  set: TokenSet,
  { image, ...flags }: InspectOptions,
): Promise<TokenSet> {
  const picture = image === undefined ? new RunFolder(dirname(path)).reference : userPath(image);
  if (!existsSync(picture)) {
    const message = `There is no picture ${picture} to measure these tokens against. Name the one that they were learned from with --image.`;
    throw new CliError('bad-input', message);
  }
  // At the size that they were learned at, where that is known.
  const { size } = (await new RunFolder(dirname(path)).readRecord()) ?? {};
  return withModel({ ...flags, ...(size !== undefined && { size }) }, context, async (model) => {
    const reference = await loadReference(picture, model);
    return keepLeakReport(context, model, path, set, reference.image);
  });
}

function describe(token: LearnedToken): string {
  const cells = token.cells.flat();
  const active = cells.filter((vector) => vector !== INACTIVE).length;
  const vectors = `${token.vectors.length} x ${token.vectors[0]?.length ?? 0}`;
  const norms = token.vectors.map((vector) => norm(vector).toFixed(3));
  const length = norms.length > 3 ? `${norms[0]} ... ${norms.at(-1)}` : norms.join(', ');
  const fallback = token.fallbackWord === undefined ? 'nothing' : `"${token.fallbackWord}"`;
  return `${token.name.padEnd(7)} ${vectors}, length ${length}, from "${token.initialWord}", active in ${active} of ${cells.length} cells, elsewhere ${fallback}`;
}

const norm = (vector: Float32Array): number => Math.hypot(...vector);

import { INACTIVE } from '@facet/inversion';
import type { LearnedToken } from '@facet/inversion';
import type { Result } from '../report/reporter.ts';
import { readTokenSource } from '../token-source.ts';

/** What a token file holds, for people and programs; no model is needed. */
export async function inspectTokens(named: string): Promise<Result> {
  const { path, set } = await readTokenSource(named);
  const colors = set.palette.map(({ name, share }) => `${name} ${Math.round(share * 100)} %`).join(', ') || 'none';
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
    ],
    data: {
      command: 'tokens inspect',
      path,
      ...set,
      tokens: set.tokens.map((token) => ({
        name: token.name,
        vectors: token.vectors.length,
        width: token.vectors[0]?.length,
        norms: token.vectors.map(norm),
        cells: token.cells,
        initialWord: token.initialWord,
        fallbackWord: token.fallbackWord,
      })),
    },
  };
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

'use client';
import { useQuery } from '@apollo/client/react';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Picture, Proof } from './proof.tsx';
import { sourceUrl } from './source-url.ts';
import { SimilarTokensDocument } from './similar.graphql.ts';

const t = texts.shelf.similar;
/** The nearest there are may be nothing alike. */
const LEAST = 0.05;

/** By cosine distance: 0 the same direction, 1 unrelated. */
const likenessOf = ({ distance }: { readonly distance: number }): number => 1 - distance;

/** Tokens of the same kind and model that point the same way, the nearest first. */
export function SimilarTokens({ id, onOpen }: { readonly id: string; readonly onOpen: (id: string) => void }) {
  const { data } = useQuery(SimilarTokensDocument, { variables: { id } });
  if (!data) return <Skeleton className="h-24" />;
  const edges = data.similarTokens.edges.filter(({ node }) => likenessOf(node) >= LEAST);
  if (edges.length === 0) return <p className="text-base text-muted">{t.none}</p>;
  return (
    <ul className="grid grid-cols-3 gap-3">
      {edges.map(({ node: { token, ...near } }) => (
        <li key={token.id} className="relative min-w-0">
          <div className="grid aspect-square grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line">
            <Picture url={sourceUrl(token)} className="size-full min-w-0" />
            <Proof token={token} className="size-full min-w-0" />
          </div>
          <button
            type="button"
            onClick={() => onOpen(token.id)}
            className="mt-1 block w-full truncate text-left text-sm font-medium after:absolute after:inset-0"
          >
            {token.name}
          </button>
          <p className="text-xs text-muted">{t.near(percent(likenessOf(near)))}</p>
        </li>
      ))}
    </ul>
  );
}

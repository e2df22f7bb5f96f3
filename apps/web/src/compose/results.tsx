'use client';
import { ImageIcon } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import type { CompositionStateFragment, GridStateFragment } from './compose.graphql.ts';
import { GridResult } from './grid-result.tsx';
import { OutputCell, type Uses } from './output-cell.tsx';
import { ResultCard } from './result-card.tsx';
import { titleOf } from './titles.ts';
import { useDeletion } from './use-deletion.ts';

const t = texts.compose;

/** What was drawn, the newest first. The rows of a grid are one thing. */
export function Results({
  compositions,
  onRestore,
  onRestoreGrid,
  ...uses
}: Uses & {
  readonly compositions: readonly CompositionStateFragment[];
  readonly onRestore: (composition: CompositionStateFragment) => void;
  readonly onRestoreGrid: (grid: GridStateFragment) => void;
}) {
  const remove = useDeletion();
  if (compositions.length === 0)
    return (
      <div className="flex flex-col items-center rounded-xl border border-dashed px-6 py-14 text-center text-muted">
        <ImageIcon className="mb-3 size-6" aria-hidden="true" />
        <p className="max-w-sm text-base text-pretty">{t.resultsEmpty}</p>
      </div>
    );
  return (
    <ol className="space-y-5">
      {compositions.map((composition, index) => {
        const gridId = composition.grid?.id;
        if (gridId === undefined)
          return (
            <ResultCard
              key={composition.id}
              title={titleOf(composition)}
              createdAt={composition.createdAt}
              compositions={[composition]}
              onRestore={() => onRestore(composition)}
              remove={() => remove.composition(composition.id)}
            >
              <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
                {composition.seeds.map((seed) => (
                  <li key={seed}>
                    <OutputCell composition={composition} seed={seed} {...uses} />
                  </li>
                ))}
              </ul>
            </ResultCard>
          );
        const isFirst = compositions.findIndex(({ grid }) => grid?.id === gridId) === index;
        return isFirst && <GridResult key={gridId} id={gridId} onRestore={onRestoreGrid} {...uses} />;
      })}
    </ol>
  );
}

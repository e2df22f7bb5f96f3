'use client';
import { useQuery } from '@apollo/client/react';
import { Grid2x2 } from 'lucide-react';
import { LOOK } from '../attributes/look.ts';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Picture } from '../tokens/proof.tsx';
import { sourceUrl } from '../tokens/source-url.ts';
import { cx } from '../ui/cx.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { GridRowsDocument, type CompositionStateFragment, type GridStateFragment } from './compose.graphql.ts';
import { OutputCell, type Uses } from './output-cell.tsx';
import { ResultCard } from './result-card.tsx';
import { gridTitleOf } from './titles.ts';
import { useDeletion } from './use-deletion.ts';
import { useSlotTokens } from './use-slot-tokens.ts';

/** A grid as one thing: a row for each token of the attribute that was swapped, a column for each seed. */
export function GridResult({
  id,
  onRestore,
  ...uses
}: Uses & { readonly id: string; readonly onRestore: (grid: GridStateFragment) => void }) {
  const remove = useDeletion();
  const { data } = useQuery(GridRowsDocument, { variables: { id } });
  const grid = data?.grid;
  const rows = grid?.__typename === 'Grid' ? grid.rows : [];
  const slotOf = (row: CompositionStateFragment) =>
    row.slots.find(({ attribute }) => grid?.__typename === 'Grid' && attribute === grid.attribute);
  const { tokenOf } = useSlotTokens([...new Set(rows.flatMap((row) => slotOf(row)?.token?.id ?? []))]);
  if (!data)
    return (
      <li>
        <Skeleton className="h-80 rounded-xl" />
      </li>
    );
  if (grid?.__typename !== 'Grid' || rows.length === 0) return null;
  const seeds = [...new Set(rows.flatMap((row) => row.seeds))];
  const title = gridTitleOf(grid.attribute, rows);
  const heads = rows.map((row) => {
    const slot = slotOf(row);
    const token = slot?.token && tokenOf(slot.token.id);
    return { row, name: slot?.tokenName ?? '', strength: slot?.strength ?? 1, token };
  });
  return (
    <ResultCard
      title={
        <span className="inline-flex items-center gap-2">
          <Grid2x2 className={cx('size-4', LOOK[grid.attribute].text)} aria-hidden="true" />
          {title}
        </span>
      }
      createdAt={grid.createdAt}
      compositions={rows}
      onRestore={() => onRestore(grid)}
      remove={() => remove.grid(id)}
    >
      {seeds.length === 1 ? (
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {heads.map(({ row, name, strength, token }) => (
            <li key={row.id}>
              <OutputCell composition={row} seed={seeds[0]!} {...uses} />
              <div className="mt-1.5">
                <Head {...{ name, strength, token }} />
              </div>
            </li>
          ))}
        </ul>
      ) : (
        <div className="overflow-x-auto">
          <table aria-label={title} className="w-full border-separate border-spacing-1 text-left">
            <thead>
              <tr className="text-xs text-muted">
                <th scope="col" className="w-24 font-medium sm:w-36">
                  {texts.attributes[grid.attribute]}
                </th>
                {seeds.map((seed) => (
                  <th key={seed} scope="col" className="min-w-20 pb-1 font-medium tabular-nums">
                    {texts.compose.result(seed)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {heads.map(({ row, name, strength, token }) => (
                <tr key={row.id}>
                  <th scope="row" className="max-w-0 pr-2 font-normal">
                    <Head {...{ name, strength, token }} />
                  </th>
                  {seeds.map((seed) => (
                    <td key={seed}>
                      <OutputCell composition={row} seed={seed} {...uses} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </ResultCard>
  );
}

function Head({
  name,
  strength,
  token,
}: {
  readonly name: string;
  readonly strength: number;
  readonly token: ReturnType<ReturnType<typeof useSlotTokens>['tokenOf']>;
}) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      {token === undefined ? (
        <Skeleton className="size-8 shrink-0 rounded-md" />
      ) : (
        <Picture url={token ? sourceUrl(token) : undefined} className="size-8 shrink-0 rounded-md" />
      )}
      <span className="min-w-0">
        <span className="block truncate text-xs font-medium" title={name}>
          {name}
        </span>
        {strength !== 1 && <span className="block text-xs text-muted tabular-nums">{percent(strength)}</span>}
      </span>
    </span>
  );
}

'use client';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { FolderInput } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { texts } from '../texts/texts.ts';
import { cx } from '../ui/cx.ts';
import { toast } from '../ui/toast.ts';
import { draggedOf, type Dragged } from './drag-tokens.ts';
import { useOwnLibraries } from './own-libraries.tsx';
import { useMoveTokens, type Destination } from './use-move-tokens.ts';

const t = texts.shelf.batch;

/**
 * One's own libraries, beside the tokens for as long as some are dragged: they move into the one that they are dropped on. By keys and by touch
 * it is done from the bar of what is selected.
 */
export function LibraryDock({
  dragged,
  onMoved,
}: {
  readonly dragged: Dragged | undefined;
  readonly onMoved: () => void;
}) {
  const libraries = useOwnLibraries();
  const moveTokens = useMoveTokens();
  if (!dragged) return null;
  const move = async ({ tokens }: Dragged, into: Destination): Promise<void> => {
    onMoved();
    const left = await moveTokens(tokens, into);
    if (left.length === 0) return;
    const name = (id: string): string => tokens.find((token) => token.id === id)?.name ?? '';
    void toast(
      texts.notDone,
      t.notMoved(
        left.length,
        left.map(({ id, why }) => `${name(id)}: ${why}`),
      ),
    );
  };
  const isElsewhere = ({ id }: Destination): boolean => dragged.tokens.some(({ library }) => library.id !== id);
  const others = libraries?.filter(isElsewhere);
  return (
    <section
      aria-label={t.moveTo(dragged.tokens.length)}
      className="fixed inset-x-2 bottom-2 z-40 max-h-[45dvh] overflow-y-auto rounded-xl border bg-surface p-3 shadow-float md:inset-x-auto md:inset-y-0 md:left-0 md:max-h-none md:w-60 md:rounded-none md:border-y-0 md:border-l-0"
    >
      <p className="mb-3 px-2 text-sm font-medium text-muted">{t.moveTo(dragged.tokens.length)}</p>
      {others?.length === 0 && <p className="px-2 text-sm text-muted">{t.noOther}</p>}
      <ul className="space-y-2">
        {others?.map((library) => (
          <Target key={library.id} library={library} onDrop={(dropped) => void move(dropped, library)} />
        ))}
      </ul>
    </section>
  );
}

function Target({ library, onDrop }: { readonly library: Destination; readonly onDrop: (dropped: Dragged) => void }) {
  const item = useRef<HTMLLIElement>(null);
  const [isOver, setOver] = useState(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(
    () =>
      dropTargetForElements({
        element: item.current!,
        canDrop: ({ source }) => draggedOf(source.data) !== undefined,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => drop.current(draggedOf(source.data)!),
      }),
    [],
  );
  return (
    <li
      ref={item}
      className={cx(
        'flex min-h-12 items-center gap-3 rounded-lg border border-dashed px-3 text-base font-medium',
        isOver && 'border-accent bg-accent-soft text-accent-strong ring-2 ring-accent',
      )}
    >
      <FolderInput className="size-4.5 shrink-0" aria-hidden="true" />
      <span className="min-w-0 truncate">{library.name}</span>
    </li>
  );
}

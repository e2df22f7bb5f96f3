'use client';
import { useQuery } from '@apollo/client/react';
import { CheckCheck, Copy, Download, FolderInput, Heart, Tag, Trash2, X, type LucideIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useAsk } from '../graphql/use-action.ts';
import { tagsOf } from '../tokens/tags-of.ts';
import { texts } from '../texts/texts.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { SetFavoriteDocument } from '../tokens/token-details.graphql.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Checkboxes, Select, TextField } from '../ui/field.tsx';
import { toast } from '../ui/toast.ts';
import { CopyTokensDocument, DeleteTokensDocument, TagChoicesDocument, TagTokensDocument } from './batch.graphql.ts';
import { inBatches, type Left } from './in-batches.ts';
import { libraryOptions, useOwnLibraries } from './own-libraries.tsx';
import { useMoveTokens } from './use-move-tokens.ts';
import type { Selection } from './use-selection.ts';

const t = texts.shelf.batch;
const CHANGES = { changes: ['Token'] };
const ExportDialog = dynamic(() => import('../tokens/export-dialog.tsx').then(({ ExportDialog }) => ExportDialog), {
  ssr: false,
});

type Work = 'move' | 'copy' | 'tag' | 'delete' | 'export';
type Fields = Readonly<Record<string, string>>;

/** What can be done with the selected tokens. What is wrong with one leaves the others alone, and is said of each. */
export function BatchBar({
  selection,
  shown,
}: {
  readonly selection: Selection;
  /** The tokens of the list that have been read. */
  readonly shown: readonly TokenCardFragment[];
}) {
  const [work, setWork] = useState<Work>();
  const ask = useAsk();
  const libraries = useOwnLibraries();
  const moveTokens = useMoveTokens();
  // Nothing is done with what a filter has taken out of sight.
  const chosen = shown.filter(({ id }) => selection.ids.has(id));
  const ids = chosen.map(({ id }) => id);
  const close = (): void => setWork(undefined);
  /** Says what was done, leaves selected what was not, and gives the sentence that names it. */
  const finish = (name: keyof typeof t.done, left: readonly Left[]): string | undefined => {
    const done = ids.length - left.length;
    // A move says so itself, with what undoes it.
    if (done > 0 && name !== 'move') void toast(texts.library.title, t.done[name](done));
    if (left.length === 0) {
      selection.stop();
      return undefined;
    }
    selection.set(left.map(({ id }) => id));
    return t.left(
      left.length,
      left.map(({ id, why }) => `${shown.find((token) => token.id === id)?.name ?? ''}: ${why}`),
    );
  };
  const favorite = async (): Promise<void> => {
    const remaining: Left[] = [];
    for (const id of ids) {
      const outcome = await ask(SetFavoriteDocument, { tokenId: id, isFavorite: true });
      if (!outcome.ok) remaining.push({ id, why: outcome.message });
    }
    const wrong = finish('favorite', remaining);
    if (wrong !== undefined) void toast(texts.notDone, wrong);
  };
  const move = async ({ libraryId = '' }: Fields) => {
    const into = libraries?.find(({ id }) => id === libraryId);
    return into && finish('move', await moveTokens(chosen, into));
  };
  const copy = async ({ libraryId = '' }: Fields) =>
    finish('copy', await inBatches(ids, (some) => ask(CopyTokensDocument, { ids: some, libraryId }, CHANGES)));
  const tag = async ({ add = '', remove = '' }: Fields): Promise<string | undefined> => {
    const tags = { add: tagsOf(add), remove: tagsOf(remove) };
    if (tags.add.length + tags.remove.length === 0) return t.needsTag;
    return finish('tag', await inBatches(ids, (some) => ask(TagTokensDocument, { ids: some, ...tags }, CHANGES)));
  };
  const remove = async ({ evenInUse }: Fields) =>
    finish(
      'delete',
      await inBatches(ids, (some) => ask(DeleteTokensDocument, { ids: some, evenInUse: evenInUse === 'yes' }, CHANGES)),
    );
  const opener = (kind: Work, icon: LucideIcon) => (
    <Act icon={icon} isOff={ids.length === 0} onClick={() => setWork(kind)}>
      {t[kind]}
    </Act>
  );
  return (
    <>
      <div
        role="toolbar"
        aria-label={t.label}
        className="fixed inset-x-2 bottom-18 z-30 flex items-center gap-0.5 rounded-xl border bg-surface p-2 shadow-float md:right-2 md:bottom-6 md:left-62 md:mx-auto md:w-fit md:max-w-[calc(100%-16rem)]"
      >
        <span aria-live="polite" className="shrink-0 px-2 text-sm font-medium tabular-nums">
          {t.count(ids.length)}
        </span>
        {/* What there is no room for is scrolled to; the way out is always there. */}
        <div className="flex min-w-0 flex-1 justify-between gap-0.5 overflow-x-auto [scrollbar-width:none]">
          <Act icon={CheckCheck} isOff={false} onClick={() => selection.set(shown.map(({ id }) => id))}>
            {t.all}
          </Act>
          <Act icon={Heart} isOff={ids.length === 0} onClick={() => void favorite()}>
            {t.favorite}
          </Act>
          {opener('tag', Tag)}
          {opener('move', FolderInput)}
          {opener('copy', Copy)}
          {opener('export', Download)}
          {opener('delete', Trash2)}
        </div>
        <IconButton label={texts.shelf.stop} onClick={selection.stop}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <Confirm
        isOpen={work === 'move'}
        onClose={close}
        title={t.moveTitle(ids.length)}
        action={t.move}
        actionLook="primary"
        onConfirm={move}
      >
        <LibrarySelect />
      </Confirm>
      <Confirm
        isOpen={work === 'copy'}
        onClose={close}
        title={t.copyTitle(ids.length)}
        description={t.copyHint}
        action={t.copy}
        actionLook="primary"
        onConfirm={copy}
      >
        <LibrarySelect />
      </Confirm>
      <Confirm
        isOpen={work === 'tag'}
        onClose={close}
        title={t.tagTitle(ids.length)}
        action={t.tag}
        actionLook="primary"
        onConfirm={tag}
      >
        <TagFields />
      </Confirm>
      <Confirm
        isOpen={work === 'delete'}
        onClose={close}
        title={t.deleteTitle(ids.length)}
        description={t.deleteHint}
        action={t.delete}
        onConfirm={remove}
      >
        <Checkboxes label={t.delete} isLabelHidden name="evenInUse" choices={[{ value: 'yes', label: t.evenInUse }]} />
      </Confirm>
      {work === 'export' && <ExportDialog tokens={chosen} onClose={close} />}
    </>
  );
}

function Act({
  icon: Icon,
  isOff,
  onClick,
  children,
}: {
  readonly icon: LucideIcon;
  readonly isOff: boolean;
  readonly onClick: () => void;
  readonly children: string;
}) {
  return (
    // Without its words where there is no room for them.
    <Button size="small" look="quiet" className="max-lg:px-2" title={children} isOff={isOff} onClick={onClick}>
      <Icon aria-hidden="true" />
      <span className="sr-only lg:not-sr-only">{children}</span>
    </Button>
  );
}

function LibrarySelect() {
  const libraries = useOwnLibraries();
  return (
    <Select label={t.into} name="libraryId" required hint={libraries?.length === 0 ? t.noLibraries : undefined}>
      {libraryOptions(libraries ?? [])}
    </Select>
  );
}

function TagFields() {
  const { data } = useQuery(TagChoicesDocument);
  return (
    <>
      <TextField label={t.add} name="add" hint={t.addHint} list="tags" autoComplete="off" maxLength={500} />
      <TextField label={t.remove} name="remove" hint={t.addHint} list="tags" autoComplete="off" maxLength={500} />
      <datalist id="tags">
        {data?.tokenTags.map(({ tag }) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </>
  );
}

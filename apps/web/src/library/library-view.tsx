'use client';
import { useQuery, useSuspenseQuery } from '@apollo/client/react';
import { FileUp, FolderPlus, Heart, Library, SearchX, SquareCheck, Tag, Upload, type LucideIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { startTransition, useCallback, useDeferredValue, useRef, useState, type ReactNode } from 'react';
import { AttributeIcon } from '../attributes/attribute-label.tsx';
import { ATTRIBUTES } from '../attributes/attributes.ts';
import type { Role } from '../graphql/schema.ts';
import { mayWrite } from '../shell/may.ts';
import { texts } from '../texts/texts.ts';
import { Button, ButtonLink, IconButton } from '../ui/button.tsx';
import { Chips } from '../ui/chips.tsx';
import { cx } from '../ui/cx.ts';
import { Empty } from '../ui/empty.tsx';
import { Select, TextField } from '../ui/field.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { LibraryChoicesDocument, LibraryPageDocument } from './library-page.graphql.ts';
import { TokenDrawer } from '../tokens/token-drawer.tsx';
import { TokenGrid } from './token-grid.tsx';
import { useDragged } from './use-draggable.ts';
import { useDroppedFiles } from './use-dropped-files.ts';
import { useFilters } from './use-filters.ts';
import { useSelection } from './use-selection.ts';

const t = texts.library;
/** Whoever looks, among those who have made tokens; an API key is nobody of the list. */
const ME = 'me';
const PAGE = 100;

const BatchBar = dynamic(() => import('./batch-bar.tsx').then(({ BatchBar }) => BatchBar), { ssr: false });
const LibraryDock = dynamic(() => import('./library-dock.tsx').then(({ LibraryDock }) => LibraryDock), { ssr: false });
const LibraryHead = dynamic(() => import('./library-head.tsx').then(({ LibraryHead }) => LibraryHead), {
  ssr: false,
  loading: () => <Skeleton className="mb-5 h-18 rounded-xl" />,
});
const MakeLibrary = dynamic(() => import('./make-library.tsx').then(({ MakeLibrary }) => MakeLibrary), { ssr: false });
const ImportDialog = dynamic(() => import('./import-dialog.tsx').then(({ ImportDialog }) => ImportDialog), {
  ssr: false,
});

export function LibraryView({ role, organizationId }: { readonly role: Role | null; readonly organizationId: string }) {
  const { variables, token, change, open, close, clear } = useFilters();
  const { data, fetchMore } = useSuspenseQuery(LibraryPageDocument, { variables: useDeferredValue(variables) });
  const { edges, totalCount, pageInfo } = data.tokens;
  const tokens = edges.map(({ node }) => node);
  const isFiltered = Object.keys(variables).length > 0;

  const isReading = useRef(false);
  const { hasNextPage, endCursor } = pageInfo;
  const readOn = useCallback((): void => {
    if (isReading.current || !hasNextPage) return;
    isReading.current = true;
    startTransition(() => {
      void fetchMore({ variables: { after: endCursor, first: PAGE } }).finally(() => (isReading.current = false));
    });
  }, [fetchMore, hasNextPage, endCursor]);
  const selection = useSelection();
  const [isMaking, setMaking] = useState(false);
  const [files, setFiles] = useState<readonly File[]>();
  useDroppedFiles(setFiles);
  const writes = mayWrite(role);
  const dragged = useDragged(writes);

  return (
    <>
      <PageHeading
        title={t.title}
        note={<span aria-live="polite">{t.count(totalCount)}</span>}
        actions={
          <>
            {totalCount > 0 && (
              <Button aria-pressed={selection.isOn} onClick={selection.isOn ? selection.stop : selection.start}>
                <SquareCheck aria-hidden="true" />
                {texts.shelf.select}
              </Button>
            )}
            {writes && (
              <>
                <Button onClick={() => setFiles([])}>
                  <FileUp aria-hidden="true" />
                  {texts.shelf.import.action}
                </Button>
                <ButtonLink href="/runs/new" look="primary">
                  <Upload aria-hidden="true" />
                  {t.emptyAction}
                </ButtonLink>
              </>
            )}
          </>
        }
      />
      <Filters {...{ variables, change }} onMake={writes ? () => setMaking(true) : undefined} />
      {variables.libraryId && (
        <LibraryHead
          key={variables.libraryId}
          id={variables.libraryId}
          role={role}
          onDeleted={() => change({ library: undefined })}
        />
      )}
      {totalCount > 0 ? (
        <TokenGrid
          tokens={tokens}
          total={totalCount}
          onReach={readOn}
          onOpen={open}
          selection={selection}
          isDraggable={writes}
        />
      ) : isFiltered ? (
        <Empty icon={SearchX} title={t.nothingTitle} action={<Button onClick={clear}>{t.clear}</Button>}>
          {t.nothing}
        </Empty>
      ) : (
        <Empty
          icon={Library}
          title={t.emptyTitle}
          action={
            <ButtonLink href="/runs/new" look="primary">
              {t.emptyAction}
            </ButtonLink>
          }
        >
          {t.empty}
        </Empty>
      )}
      <TokenDrawer id={token} onOpen={open} onClose={close} />
      {writes && <LibraryDock dragged={dragged} onMoved={selection.stop} />}
      {selection.isOn && <BatchBar selection={selection} shown={tokens} />}
      {isMaking && <MakeLibrary onClose={() => setMaking(false)} onMade={(id) => change({ library: id })} />}
      {files && writes && (
        <ImportDialog
          files={files}
          libraryId={variables.libraryId ?? undefined}
          organizationId={organizationId}
          onClose={() => setFiles(undefined)}
        />
      )}
    </>
  );
}

function Filters({
  variables,
  change,
  onMake,
}: Pick<ReturnType<typeof useFilters>, 'variables' | 'change'> & { readonly onMake: (() => void) | undefined }) {
  const { data } = useQuery(LibraryChoicesDocument, { ssr: false });
  const [text, setText] = useState(variables.text ?? '');
  const [tag] = [variables.tags ?? []].flat();
  const libraries = data?.libraries.edges.map(({ node }) => node) ?? [];
  const makers = data?.members.edges.map(({ node }) => node.user).filter(({ id }) => id !== data.viewer.user?.id) ?? [];
  return (
    <div className="mb-5 flex flex-wrap items-center gap-3">
      <div className="max-w-full">
        <Chips
          label={t.filterAttribute}
          chips={ATTRIBUTES.map((value) => ({
            value,
            label: (
              <>
                <AttributeIcon attribute={value} />
                {texts.attributes[value]}
              </>
            ),
          }))}
          chosen={ATTRIBUTES.find((each) => each === variables.attribute)}
          onChoose={(attribute) => change({ attribute: attribute?.toLowerCase() })}
        />
      </div>
      <Toggle
        isOn={variables.favorites === true}
        onChange={(isOn) => change({ favorites: isOn ? '1' : undefined })}
        icon={Heart}
      >
        {t.favorites}
      </Toggle>
      {tag !== undefined && (
        <Toggle isOn onChange={() => change({ tag: undefined })} icon={Tag}>
          {t.tagged(tag)}
        </Toggle>
      )}
      <div className="flex w-full min-w-0 flex-wrap gap-3 md:ml-auto md:w-auto md:flex-nowrap">
        <div className="min-w-32 flex-1 md:w-36 md:flex-none">
          <Select
            label={t.filterMaker}
            isLabelHidden
            value={variables.mine ? ME : (variables.madeById ?? '')}
            onChange={({ target: { value } }) =>
              change({ mine: value === ME ? '1' : undefined, maker: value === ME ? undefined : value })
            }
          >
            <option value="">{t.anyMaker}</option>
            <option value={ME}>{t.mine}</option>
            {makers.map(({ id, name }) => (
              <option key={id} value={id}>
                {t.madeBy(name)}
              </option>
            ))}
          </Select>
        </div>
        <div className="min-w-32 flex-1 md:w-44 md:flex-none">
          <Select
            label={t.filterLibrary}
            isLabelHidden
            value={variables.libraryId ?? ''}
            onChange={({ target }) => change({ library: target.value })}
          >
            <option value="">{t.allLibraries}</option>
            {libraries.map(({ id, name, isGranted, organization }) => (
              <option key={id} value={id}>
                {isGranted ? `${name}, ${t.granted(organization.name)}` : name}
              </option>
            ))}
          </Select>
        </div>
        {onMake && (
          <IconButton label={texts.shelf.library.make} className="!h-10 !w-10 shrink-0 border" onClick={onMake}>
            <FolderPlus aria-hidden="true" />
          </IconButton>
        )}
        <div className="w-full min-w-0 md:w-64">
          <TextField
            label={t.search}
            isLabelHidden
            type="search"
            placeholder={t.search}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              change({ q: target.value });
            }}
          />
        </div>
      </div>
    </div>
  );
}

/** A filter that is on or off. */
function Toggle({
  isOn,
  onChange,
  icon: Icon,
  children,
}: {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly icon: LucideIcon;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className={cx(
        'inline-flex h-8 items-center gap-1.5 rounded-full border px-3 text-sm font-medium transition-colors',
        isOn ? 'border-accent bg-accent-soft text-accent-strong' : 'bg-surface hover:bg-sunken',
      )}
    >
      <Icon className="size-3.5" aria-hidden="true" />
      {children}
    </button>
  );
}

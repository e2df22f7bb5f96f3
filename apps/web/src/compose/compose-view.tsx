'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { ChevronDown, Columns2, FolderOpen, Grid2x2, Keyboard, Play, Redo2, Undo2 } from 'lucide-react';
import { startTransition, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';
import { AttributeIcon } from '../attributes/attribute-label.tsx';
import { DropVeil } from '../uploads/drop-veil.tsx';
import { useGivenFiles } from '../uploads/use-given-files.ts';
import { texts } from '../texts/texts.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { Button, ButtonLink, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea } from '../ui/field.tsx';
import { FileButton } from '../ui/file-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { BoardDialogs, type Open } from './board-dialogs.tsx';
import {
  boardOf,
  boardOfGrid,
  cleared,
  MAX_SWAPPED,
  toggled,
  tokenIdsOf,
  withSlot,
  withSwap,
  type Board,
} from './board.ts';
import { fromSearch } from './board-address.ts';
import { BoardDocument, CompositionHistoryDocument } from './compose.graphql.ts';
import type { Drawn } from './differences.ts';
import { chipOf, unplaced, withPlaces } from './prompt.ts';
import { Results } from './results.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { SlotCard } from './slot-card.tsx';
import { Tray } from './tray.tsx';
import { useBoard } from './use-board.ts';
import { latestPair, useComparison } from './use-comparison.ts';
import { useDraft } from './use-draft.ts';
import { useOpenedPicture } from './use-opened-picture.ts';
import { useRun } from './use-run.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useSlotTokens, type KnownToken } from './use-slot-tokens.ts';

const t = texts.compose;
const WIDE = '(min-width: 80rem)';

const nameOf = (attribute: Attribute): string => texts.attributes[attribute];

/** Does something when the page has come up, and never again. */
function useOnce(act: () => void): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (!isDone.current) act();
    isDone.current = true;
  });
}

/**
 * The board of the address that the browser has. Where somebody comes back to this page it is later than what the page was made of:
 * the address follows the board, and the page does not.
 */
const addressed = (): string | undefined =>
  typeof location === 'undefined' || location.pathname !== '/compose' || /^\??(place=[^&]*)?$/.test(location.search)
    ? undefined
    : location.search;

/** Whether the tray has a place beside the board; else it comes up from below. */
const useIsWide = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const query = matchMedia(WIDE);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(WIDE).matches,
    () => true,
  );

export function ComposeView({
  organizationId,
  initial,
  tokens,
  placing,
  revision,
}: {
  readonly organizationId: string;
  /** The board, as an address has it, and the tokens that it names. */
  readonly initial: string;
  readonly tokens: readonly KnownToken[];
  /** One that comes onto the board now, in the place of what is in its slot. */
  readonly placing: TokenCardFragment | undefined;
  readonly revision: number;
}) {
  const { data } = useSuspenseQuery(BoardDocument);
  const history = useSuspenseQuery(CompositionHistoryDocument);
  const compositions = history.data.compositions.edges.map(({ node }) => node);
  const { pageInfo } = history.data.compositions;
  const offered = data.models.filter(({ devices }) => devices.length > 0);

  // Who comes back has placed it already.
  const mayPlace = useState(() => addressed() === undefined || location.search.includes('place='))[0];
  const boardState = useBoard(useState(() => fromSearch(new URLSearchParams(addressed() ?? initial)))[0]);
  const { board, change, undo, canUndo, redo, canRedo } = boardState;
  useDraft(board, revision);
  const { tokenOf, know } = useSlotTokens(tokenIdsOf(board), tokens);
  const { run, isAsking, wrong } = useRun(board);
  const comparison = useComparison();
  const [active, setActive] = useState<Attribute>('COLOR');
  const [focusFor, setFocusFor] = useState<{ readonly attribute: Attribute }>();
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  const [said, say] = useState('');
  const prompt = useRef<HTMLTextAreaElement>(null);
  const isWide = useIsWide();

  const put = (next: Board | undefined): void => {
    if (!next) return;
    change(() => next);
    close();
    say(t.restored);
    window.scrollTo({ top: 0 });
  };
  const opened = useOpenedPicture(organizationId, offered, put);
  const isFileOver = useGivenFiles(opened.open);

  const place = (token: TokenCardFragment): void => {
    if (token.attribute === 'TOKEN') return;
    const { attribute, id, name } = token;
    know(token);
    setActive(attribute);
    if (board.swap?.attribute === attribute) {
      const isIn = board.swap.tokenIds.includes(id);
      const isFull = !isIn && board.swap.tokenIds.length === MAX_SWAPPED;
      change((before) => toggled(before, id));
      say(isFull ? t.grid.full(MAX_SWAPPED) : isIn ? t.grid.removed(name) : t.grid.added(name));
      return;
    }
    change((before) => withSlot(before, attribute, { tokenId: id, isMuted: false }));
    say(t.placed(name, nameOf(attribute).toLowerCase()));
    if (open?.at === 'tray') close();
  };
  useOnce(() => {
    if (mayPlace && placing && !tokenIdsOf(board).includes(placing.id)) place(placing);
  });
  const choose = (attribute: Attribute): void => {
    setActive(attribute);
    if (isWide) setFocusFor({ attribute });
    else setOpen({ at: 'tray' });
  };
  const mute = (attribute: Attribute): void => {
    const { tokenId, isMuted } = board.slots[attribute];
    if (tokenId === undefined) return;
    change((before) => withSlot(before, attribute, { isMuted: !isMuted }));
    say(isMuted ? t.unmuted(nameOf(attribute)) : t.muted(nameOf(attribute)));
  };
  const swap = (attribute: Attribute): void => {
    setActive(attribute);
    change((before) => withSwap(before, attribute));
    say((board.swap?.attribute === attribute ? t.grid.left : t.grid.begun)(nameOf(attribute).toLowerCase()));
  };
  const compare = (): void => {
    const [first, second] = comparison.picks;
    const pair = first && second ? ([first, second] as const) : latestPair(compositions);
    if (pair) setOpen({ at: 'compare', pair });
    else say(t.compare.needsTwo);
  };
  const compareWith = (drawn: Drawn): void => {
    const other = comparison.picks.find(({ output }) => output.id !== drawn.output.id);
    if (!comparison.isPicked(drawn.output.id)) comparison.toggle(drawn);
    setOpen(other && { at: 'compare', pair: [other, drawn] });
    if (!other) say(t.compare.pickAnother);
  };
  const restoreDrawn = ({ composition, output }: Drawn): void =>
    put({ ...boardOf(composition, offered), seeds: [output.seed] });
  const insert = (attribute: Attribute): void => {
    const at = prompt.current?.selectionStart ?? board.prompt.length;
    const chip = chipOf(attribute);
    change((before) => ({ ...before, prompt: before.prompt.slice(0, at) + chip + before.prompt.slice(at) }));
    prompt.current?.focus();
  };
  useShortcuts({
    chooseSlot: (index) => choose(ATTRIBUTES[index]!),
    toggleMute: () => mute(active),
    changeStrength: (by) =>
      change((before) => {
        const strength = Math.min(2, Math.max(0, Math.round((before.slots[active].strength + by) * 100) / 100));
        return withSlot(before, active, { strength });
      }, `${active} strength`),
    run,
    undo,
    redo,
    swap: () => swap(active),
    compare,
    help: () => setOpen({ at: 'help' }),
  });

  const places = unplaced(board);
  const isSwapping = board.swap?.attribute === active;
  const placedId = board.slots[active].tokenId;
  const traySide = (
    <Tray
      attribute={active}
      onAttribute={setActive}
      onPlace={place}
      placed={isSwapping ? board.swap!.tokenIds : placedId === undefined ? [] : [placedId]}
      isSwap={isSwapping}
      focusFor={focusFor}
    />
  );
  const pictures = (board.swap?.tokenIds.length ?? 1) * board.seeds.length;
  const runButton = (
    <Button
      look="primary"
      data-tour="run"
      className="w-full"
      busy={isAsking}
      disabled={offered.length === 0}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      onClick={run}
    >
      {board.swap ? <Grid2x2 aria-hidden="true" /> : <Play aria-hidden="true" />}
      {board.swap ? t.grid.run(pictures) : t.run}
    </Button>
  );
  const settings = <SettingsPanel {...{ board, change }} models={offered} usage={data.usage} />;
  return (
    <div className="xl:-my-8 xl:-ml-8 xl:grid xl:grid-cols-[15.5rem_minmax(0,1fr)_14.5rem] xl:gap-6">
      <h1 className="sr-only">{t.title}</h1>
      <p className="sr-only" role="status">
        {said}
      </p>
      {isWide ? (
        <aside aria-label={t.tray} className="sticky top-0 hidden h-dvh flex-col border-r bg-surface p-4 xl:flex">
          {traySide}
        </aside>
      ) : (
        <Dialog isOpen={open?.at === 'tray'} onClose={close} title={t.tray} closeLabel={texts.close} place="side">
          {traySide}
        </Dialog>
      )}

      <div className="min-w-0 space-y-5 xl:py-8">
        {offered.length === 0 && <Notice tone="warn">{texts.upload.noModel}</Notice>}
        <ul aria-label={t.slots} data-tour="slots" className="grid grid-cols-2 gap-3 md:grid-cols-4">
          {ATTRIBUTES.map((attribute) => {
            const slot = board.slots[attribute];
            return (
              <SlotCard
                key={attribute}
                attribute={attribute}
                slot={slot}
                swapped={
                  board.swap?.attribute === attribute
                    ? board.swap.tokenIds.map((id) => [id, tokenOf(id)] as const)
                    : undefined
                }
                token={slot.tokenId === undefined ? undefined : tokenOf(slot.tokenId)}
                isActive={attribute === active}
                onActivate={() => setActive(attribute)}
                onChoose={() => choose(attribute)}
                onPlace={place}
                onChange={(next, isSmall) =>
                  change(
                    (before) => withSlot(before, attribute, next),
                    isSmall ? `${attribute} ${Object.keys(next).join()}` : undefined,
                  )
                }
                onSwap={() => swap(attribute)}
                onUnswap={(id) => change((before) => toggled(before, id))}
                onClear={() => {
                  change((before) => cleared(before, attribute));
                  say(t.cleared(nameOf(attribute)));
                }}
              />
            );
          })}
        </ul>
        <div>
          <TextArea
            ref={prompt}
            label={t.prompt}
            hint={
              places.length > 0 ? (
                <>
                  {t.unplaced(places.map(chipOf))}{' '}
                  <button
                    type="button"
                    className="font-medium text-accent hover:underline"
                    onClick={() => change(withPlaces)}
                  >
                    {t.putIn}
                  </button>
                </>
              ) : (
                t.promptHint
              )
            }
            maxLength={1000}
            rows={1}
            value={board.prompt}
            onChange={({ target }) => change((before) => ({ ...before, prompt: target.value }), 'prompt')}
            aside={
              <span className="flex gap-0.5">
                {ATTRIBUTES.map((attribute) => (
                  <IconButton
                    key={attribute}
                    label={t.insert(nameOf(attribute).toLowerCase())}
                    className="!h-6 !w-7"
                    onClick={() => insert(attribute)}
                  >
                    <AttributeIcon attribute={attribute} className="!size-3.5" />
                  </IconButton>
                ))}
              </span>
            }
          />
        </div>
        {wrong !== undefined && <Notice tone="danger">{wrong}</Notice>}
        {opened.notice && (
          <Notice
            tone={opened.notice.tone}
            action={
              opened.notice.tone === 'danger' && (
                <ButtonLink size="small" href="/runs/new">
                  {texts.library.emptyAction}
                </ButtonLink>
              )
            }
          >
            {opened.notice.text}
          </Notice>
        )}
        <details className="group rounded-xl border bg-surface shadow-card xl:hidden">
          <summary className="flex h-11 list-none items-center justify-between px-4 text-sm font-medium">
            {texts.upload.advanced}
            <ChevronDown className="size-4 text-muted transition-transform group-open:rotate-180" aria-hidden="true" />
          </summary>
          <div className="border-t p-4">{!isWide && settings}</div>
        </details>
        <section aria-label={t.results}>
          <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
            <h2 className="text-base">{t.results}</h2>
            <div className="flex gap-1">
              <Button
                size="small"
                look="quiet"
                disabled={latestPair(compositions) === undefined}
                aria-keyshortcuts="c"
                onClick={compare}
              >
                <Columns2 aria-hidden="true" />
                {comparison.picks.length > 0 ? t.compare.picked(comparison.picks.length) : t.compare.title}
              </Button>
              <FileButton accept="image/png" isBusy={opened.isReading} onFiles={opened.open}>
                <FolderOpen aria-hidden="true" />
                {t.opened.title}
              </FileButton>
            </div>
          </div>
          <Results
            compositions={compositions}
            comparison={comparison}
            onOpen={(drawn) => setOpen({ at: 'picture', drawn })}
            onRestore={(composition) => put(boardOf(composition, offered))}
            onRestoreGrid={(grid) => put(boardOfGrid(grid, offered))}
          />
          {pageInfo.hasNextPage && (
            <div className="mt-4 text-center">
              <Button
                onClick={() =>
                  startTransition(() => void history.fetchMore({ variables: { after: pageInfo.endCursor } }))
                }
              >
                {texts.runs.more}
              </Button>
            </div>
          )}
        </section>
      </div>

      <aside aria-label={texts.navigation.settings} className="hidden xl:block">
        <div className="sticky top-8 space-y-6">
          {isWide && runButton}
          <div className="flex items-center justify-between">
            <span className="flex">
              <IconButton label={texts.undo} isOff={!canUndo} onClick={undo}>
                <Undo2 aria-hidden="true" />
              </IconButton>
              <IconButton label={t.redo} isOff={!canRedo} onClick={redo}>
                <Redo2 aria-hidden="true" />
              </IconButton>
            </span>
            <Button size="small" look="quiet" onClick={() => setOpen({ at: 'help' })}>
              <Keyboard aria-hidden="true" />
              {t.shortcuts}
            </Button>
          </div>
          {isWide && settings}
        </div>
      </aside>
      <div className="fixed inset-x-0 bottom-16 z-20 flex gap-2 border-t bg-canvas p-3 md:bottom-0 md:left-60 xl:hidden">
        <IconButton label={texts.undo} isOff={!canUndo} onClick={undo} className="!h-10 !w-10 border">
          <Undo2 aria-hidden="true" />
        </IconButton>
        <div className="min-w-0 flex-1">{!isWide && runButton}</div>
      </div>
      {isFileOver && <DropVeil>{t.opened.drop}</DropVeil>}
      <BoardDialogs open={open} onClose={close} onRestore={restoreDrawn} onCompare={compareWith} />
    </div>
  );
}

'use client';
import { accepted } from '@facet/client';
import { useMutation, useSuspenseQuery } from '@apollo/client/react';
import { ChevronDown, Keyboard, Play, Undo2 } from 'lucide-react';
import { useRef, useState, useSyncExternalStore } from 'react';
import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';
import { AttributeIcon } from '../attributes/attribute-label.tsx';
import { texts } from '../texts/texts.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { boardOf, cleared, drawing, fromSearch, isDrawable, tokenIdsOf, withSlot } from './board.ts';
import {
  BoardDocument,
  ComposeDocument,
  CompositionHistoryDocument,
  type CompositionStateFragment,
} from './compose.graphql.ts';
import { Results } from './results.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { SlotCard } from './slot-card.tsx';
import { Tray } from './tray.tsx';
import { useBoard } from './use-board.ts';
import { useDraft } from './use-draft.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useSlotTokens } from './use-slot-tokens.ts';

const t = texts.compose;
const WIDE = '(min-width: 80rem)';

const nameOf = (attribute: Attribute): string => texts.attributes[attribute];

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

export function ComposeView({ initial, revision }: { readonly initial: string; readonly revision: number }) {
  const { data } = useSuspenseQuery(BoardDocument);
  const history = useSuspenseQuery(CompositionHistoryDocument);
  const { board, change, undo, canUndo } = useBoard(useState(() => fromSearch(new URLSearchParams(initial)))[0]);
  useDraft(board, revision);
  const { tokenOf, know } = useSlotTokens(tokenIdsOf(board));
  const [active, setActive] = useState<Attribute>('COLOR');
  const [isTrayOpen, setTrayOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [said, say] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [composeImages, { loading: isAsking }] = useMutation(ComposeDocument);
  const prompt = useRef<HTMLTextAreaElement>(null);
  const tray = useRef<HTMLElement>(null);
  const isWide = useIsWide();
  const hasModel = data.models.some(({ devices }) => devices.length > 0);

  const place = (token: TokenCardFragment): void => {
    if (token.attribute === 'TOKEN') return;
    const { attribute, id, name } = token;
    know(token);
    change((before) => withSlot(before, attribute, { tokenId: id, isMuted: false }));
    say(t.placed(name, nameOf(attribute).toLowerCase()));
    setActive(attribute);
    setTrayOpen(false);
  };
  const choose = (attribute: Attribute): void => {
    setActive(attribute);
    if (isWide) tray.current?.querySelector<HTMLElement>('[role=tabpanel] button')?.focus();
    else setTrayOpen(true);
  };
  const mute = (attribute: Attribute): void => {
    const { tokenId, isMuted } = board.slots[attribute];
    if (tokenId === undefined) return;
    change((before) => withSlot(before, attribute, { isMuted: !isMuted }));
    say(isMuted ? t.unmuted(nameOf(attribute)) : t.muted(nameOf(attribute)));
  };
  const run = async (): Promise<void> => {
    if (isAsking) return;
    if (!isDrawable(board)) return setWrong(t.needsOne);
    setWrong(undefined);
    try {
      const { data: answer } = await composeImages({
        variables: { ...drawing(board), key: crypto.randomUUID() },
        update: (cache, { data: made }) => {
          const composition = made?.composeImages;
          if (composition?.__typename !== 'Composition') return;
          cache.updateQuery({ query: CompositionHistoryDocument }, (before) =>
            before
              ? {
                  ...before,
                  compositions: {
                    ...before.compositions,
                    edges: [
                      { __typename: 'CompositionEdge' as const, cursor: '', node: composition },
                      ...before.compositions.edges,
                    ],
                  },
                }
              : before,
          );
        },
      });
      accepted(answer!.composeImages);
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  const restore = (composition: CompositionStateFragment): void => {
    change(() => boardOf(composition));
    window.scrollTo({ top: 0 });
  };
  const insert = (attribute: Attribute): void => {
    const at = prompt.current?.selectionStart ?? board.prompt.length;
    const chip = `{${attribute.toLowerCase()}}`;
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
      }, true),
    run: () => void run(),
    undo,
    help: () => setHelpOpen(true),
  });

  const traySide = (
    <Tray attribute={active} onAttribute={setActive} onPlace={place} placedId={board.slots[active].tokenId} />
  );
  const runButton = (
    <Button
      look="primary"
      className="w-full"
      busy={isAsking}
      disabled={!hasModel}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      onClick={() => void run()}
    >
      <Play aria-hidden="true" />
      {t.run}
    </Button>
  );
  return (
    <div className="xl:-my-8 xl:-ml-8 xl:grid xl:grid-cols-[17.5rem_minmax(0,1fr)_16rem] xl:gap-8">
      <h1 className="sr-only">{t.title}</h1>
      <p className="sr-only" role="status">
        {said}
      </p>
      {isWide ? (
        <aside
          ref={tray}
          aria-label={t.tray}
          className="sticky top-0 hidden h-dvh flex-col border-r bg-surface p-4 xl:flex"
        >
          {traySide}
        </aside>
      ) : (
        <Dialog
          isOpen={isTrayOpen}
          onClose={() => setTrayOpen(false)}
          title={t.tray}
          closeLabel={texts.close}
          place="side"
        >
          {traySide}
        </Dialog>
      )}

      <div className="min-w-0 space-y-5 xl:py-8">
        {!hasModel && <Notice tone="warn">{texts.upload.noModel}</Notice>}
        <ul aria-label={t.slots} className="grid grid-cols-2 gap-3 md:grid-cols-4">
          {ATTRIBUTES.map((attribute) => {
            const slot = board.slots[attribute];
            return (
              <SlotCard
                key={attribute}
                attribute={attribute}
                slot={slot}
                token={slot.tokenId === undefined ? undefined : tokenOf(slot.tokenId)}
                isActive={attribute === active}
                onActivate={() => setActive(attribute)}
                onChoose={() => choose(attribute)}
                onPlace={place}
                onChange={(next, isSmall) => change((before) => withSlot(before, attribute, next), isSmall)}
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
            hint={t.promptHint}
            maxLength={1000}
            rows={1}
            value={board.prompt}
            onChange={({ target }) => change((before) => ({ ...before, prompt: target.value }), board.prompt !== '')}
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
        <details className="group rounded-xl border bg-surface shadow-card xl:hidden">
          <summary className="flex h-11 list-none items-center justify-between px-4 text-sm font-medium">
            {texts.upload.advanced}
            <ChevronDown className="size-4 text-muted transition-transform group-open:rotate-180" aria-hidden="true" />
          </summary>
          <div className="border-t p-4">{!isWide && <SettingsPanel {...{ board, change }} usage={data.usage} />}</div>
        </details>
        <section aria-label={t.results}>
          <Results compositions={history.data.compositions.edges.map(({ node }) => node)} onRestore={restore} />
        </section>
      </div>

      <aside aria-label={texts.navigation.settings} className="hidden xl:block">
        <div className="sticky top-8 space-y-6">
          {isWide && runButton}
          <div className="flex items-center justify-between">
            <Button size="small" look="quiet" disabled={!canUndo} onClick={undo}>
              <Undo2 aria-hidden="true" />
              {t.undo}
            </Button>
            <Button size="small" look="quiet" onClick={() => setHelpOpen(true)}>
              <Keyboard aria-hidden="true" />
              {t.shortcuts}
            </Button>
          </div>
          {isWide && <SettingsPanel {...{ board, change }} usage={data.usage} />}
        </div>
      </aside>
      <div className="fixed inset-x-0 bottom-16 z-20 flex gap-2 border-t bg-canvas p-3 md:bottom-0 md:left-60 xl:hidden">
        <IconButton label={t.undo} disabled={!canUndo} onClick={undo} className="!h-10 !w-10 border">
          <Undo2 aria-hidden="true" />
        </IconButton>
        <div className="min-w-0 flex-1">{!isWide && runButton}</div>
      </div>
      <Dialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} title={t.shortcuts} closeLabel={texts.close}>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-3 text-base">
          {t.shortcutList.map(([keys, meaning]) => (
            <div key={keys} className="contents">
              <dt>
                <kbd className="rounded-md border bg-sunken px-2 py-0.5 font-sans text-sm">{keys}</kbd>
              </dt>
              <dd className="text-muted">{meaning}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </div>
  );
}

'use client';
import dynamic from 'next/dynamic';
import { texts } from '../texts/texts.ts';
import { Dialog } from '../ui/dialog.tsx';
import type { Drawn } from './differences.ts';

const t = texts.compose;
const Compare = dynamic(() => import('./compare.tsx').then(({ Compare }) => Compare), { ssr: false });
const PictureView = dynamic(() => import('./picture-view.tsx').then(({ PictureView }) => PictureView), { ssr: false });

/** What lies over the board. */
export type Open =
  | { readonly at: 'tray' | 'help' }
  | { readonly at: 'picture'; readonly drawn: Drawn }
  | { readonly at: 'compare'; readonly pair: readonly [Drawn, Drawn] };

/** All but the tray, which is a part of the board where there is room. */
export function BoardDialogs({
  open,
  onClose,
  onRestore,
  onCompare,
}: {
  readonly open: Open | undefined;
  readonly onClose: () => void;
  readonly onRestore: (drawn: Drawn) => void;
  readonly onCompare: (drawn: Drawn) => void;
}) {
  const drawn = open?.at === 'picture' ? open.drawn : undefined;
  const pair = open?.at === 'compare' ? open.pair : undefined;
  const common = { onClose, closeLabel: texts.close };
  return (
    <>
      <Dialog {...common} isOpen={drawn !== undefined} title={t.result(drawn?.output.seed ?? 0)} place="wide">
        {drawn && <PictureView drawn={drawn} onRestore={() => onRestore(drawn)} onCompare={() => onCompare(drawn)} />}
      </Dialog>
      <Dialog {...common} isOpen={pair !== undefined} title={t.compare.title} place="wide">
        {pair && <Compare pair={pair} onRestore={onRestore} />}
      </Dialog>
      <Dialog {...common} isOpen={open?.at === 'help'} title={t.shortcuts}>
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
    </>
  );
}

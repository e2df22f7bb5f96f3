'use client';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Segments } from '../ui/segments.tsx';
import { differences, type Drawn } from './differences.ts';

const t = texts.compose.compare;
const SIDES = ['A', 'B'] as const;

/** Two pictures, one over the other or beside it, and what was not the same when they were drawn. */
export function Compare({
  pair: [first, second],
  onRestore,
}: {
  readonly pair: readonly [Drawn, Drawn];
  readonly onRestore: (drawn: Drawn) => void;
}) {
  const [view, setView] = useState<'slider' | 'beside'>('slider');
  const [isTurned, setTurned] = useState(false);
  const pair = isTurned ? ([second, first] as const) : ([first, second] as const);
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <Segments
            label={t.view}
            value={view}
            choices={[
              { value: 'slider', label: t.slider },
              { value: 'beside', label: t.beside },
            ]}
            onChoose={setView}
          />
          <Button size="small" look="quiet" onClick={() => setTurned(!isTurned)}>
            <ArrowLeftRight aria-hidden="true" />
            {t.turn}
          </Button>
        </div>
        {view === 'slider' ? <Wipe pair={pair} /> : <Beside pair={pair} />}
      </div>
      <div className="min-w-0">
        <h3 className="text-base">{t.differences}</h3>
        <Table pair={pair} />
        <div className="mt-4 grid grid-cols-2 gap-2">
          {SIDES.map((side, index) => (
            <Button key={side} size="small" onClick={() => onRestore(pair[index]!)}>
              {t.restore(side)}
            </Button>
          ))}
        </div>
      </div>
    </div>
  );
}

type Pair = readonly [Drawn, Drawn];

/** One over the other; how much of each is seen is a native range, so by pointer, touch and keys alike. */
function Wipe({ pair }: { readonly pair: Pair }) {
  const [share, setShare] = useState(50);
  return (
    <div className="relative mx-auto aspect-square w-full max-w-[min(100%,62dvh)] overflow-hidden rounded-lg border has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <Shown drawn={pair[1]} side="B" className="absolute inset-0 size-full" />
      <div className="absolute inset-0" style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
        <Shown drawn={pair[0]} side="A" className="size-full" />
      </div>
      <div className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-surface shadow-float" style={{ left: `${share}%` }}>
        <span className="absolute top-1/2 left-1/2 grid size-8 -translate-1/2 place-items-center rounded-full bg-surface text-ink shadow-float">
          <ArrowLeftRight className="size-4" aria-hidden="true" />
        </span>
      </div>
      <Corner side="A" className="left-2" />
      <Corner side="B" className="right-2" />
      <input
        type="range"
        min={0}
        max={100}
        value={share}
        aria-label={t.share}
        aria-valuetext={t.shareOf(percent(share / 100))}
        onChange={({ target }) => setShare(Number(target.value))}
        className="absolute inset-0 size-full cursor-ew-resize opacity-0"
      />
    </div>
  );
}

function Beside({ pair }: { readonly pair: Pair }) {
  return (
    <div className="grid grid-cols-2 gap-2">
      {SIDES.map((side, index) => (
        <div key={side} className="relative overflow-hidden rounded-lg border">
          <Shown drawn={pair[index]!} side={side} className="aspect-square w-full" />
          <Corner side={side} className="left-2" />
        </div>
      ))}
    </div>
  );
}

function Shown({
  drawn: { output },
  side,
  className,
}: {
  readonly drawn: Drawn;
  readonly side: string;
  readonly className: string;
}) {
  return (
    <img
      src={output.large?.url}
      alt={t.picture(side, output.seed)}
      width={output.width}
      height={output.height}
      draggable={false}
      className={cx('picture object-contain', className)}
    />
  );
}

function Corner({ side, className }: { readonly side: string; readonly className: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'absolute top-2 grid size-6 place-items-center rounded-md bg-surface text-xs font-semibold shadow-card',
        className,
      )}
    >
      {side}
    </span>
  );
}

function Table({ pair }: { readonly pair: Pair }) {
  return (
    <table aria-label={t.differences} className="mt-2 w-full table-fixed text-left text-sm">
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="w-20 py-1 font-medium">
            <span className="sr-only">{t.what}</span>
          </th>
          {SIDES.map((side) => (
            <th key={side} scope="col" className="py-1 pl-3 font-medium">
              {side}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {differences(...pair).map(({ label, attribute, values, isSame }) => (
          <tr key={label} className={cx('border-t align-top', !isSame && 'bg-accent-soft font-medium')}>
            <th scope="row" className="py-1.5 pl-1.5 font-medium">
              {attribute ? <AttributeLabel attribute={attribute} /> : <span className="text-xs">{label}</span>}
            </th>
            {isSame ? (
              <td colSpan={2} className="py-1.5 pl-3 break-words text-muted">
                {values[0]} <span className="text-xs">({t.same})</span>
              </td>
            ) : (
              values.map((value, index) => (
                <td key={SIDES[index]} className="py-1.5 pl-3 break-words">
                  {value}
                </td>
              ))
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

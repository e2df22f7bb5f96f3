'use client';
import { Dices } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { flushSync } from 'react-dom';
import { day } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Select, Slider, TextField } from '../ui/field.tsx';
import { MAX_SEEDS, seedsFor, type Board } from './board.ts';
import type { BoardQuery } from './compose.graphql.ts';
import type { BoardState } from './use-board.ts';

const t = texts.compose;
const MOST_STEPS = 100;
const MOST_GUIDANCE = 20;

/** The nearest side that a model draws; undefined where it is the model's own anyway, or nothing is said. */
function sideOf(text: string, pixels: number, multiple: number): number | undefined {
  const side = Math.max(1, Math.round(Number(text) / multiple)) * multiple;
  return text === '' || side === pixels ? undefined : side;
}

/** What is the same for all four places: how many pictures of which noise, and how they are drawn. */
export function SettingsPanel({
  board,
  change,
  models,
  usage,
}: Pick<BoardState, 'board' | 'change'> & {
  /** Those that a worker offers, the newest first. */
  readonly models: BoardQuery['models'];
  readonly usage: BoardQuery['usage'];
}) {
  const model = models.find(({ id }) => id === board.modelId) ?? models[0];
  const pictures = usage.find(({ kind }) => kind === 'PICTURES');
  const set = (next: Partial<Board>, isSmall = false): void =>
    change((before) => ({ ...before, ...next }), isSmall ? Object.keys(next).join() : undefined);
  return (
    <div className="space-y-5">
      <Slider
        label={t.seeds}
        shown={String(board.seeds.length)}
        min={1}
        max={MAX_SEEDS}
        value={board.seeds.length}
        onChange={({ target }) => set({ seeds: seedsFor(board.seeds, Number(target.value)) }, true)}
      />
      <div>
        <TakenField
          label={t.seedList}
          hint={t.seedHint}
          value={board.seeds.join(', ')}
          inputMode="numeric"
          onTake={(text) => {
            const seeds = text
              .split(/[\s,]+/)
              .filter(Boolean)
              .map(Number);
            const good = seeds.filter((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32);
            if (good.length > 0 && good.join() !== board.seeds.join()) set({ seeds: good.slice(0, MAX_SEEDS) });
          }}
        />
        <Button
          size="small"
          className="mt-2"
          onClick={() => set({ seeds: seedsFor([Math.floor(Math.random() * 1_000_000)], board.seeds.length) })}
        >
          <Dices aria-hidden="true" />
          {t.newSeeds}
        </Button>
      </div>
      <Slider
        label={t.steps}
        shown={String(board.steps)}
        min={1}
        max={MOST_STEPS}
        value={board.steps}
        onChange={({ target }) => set({ steps: Number(target.value) }, true)}
      />
      <Slider
        label={t.guidance}
        shown={String(board.guidance)}
        min={1}
        max={MOST_GUIDANCE}
        step={0.5}
        value={board.guidance}
        onChange={({ target }) => set({ guidance: Number(target.value) }, true)}
      />
      {model && (
        <Select label={t.scheduler} value={board.scheduler} onChange={({ target }) => set({ scheduler: target.value })}>
          {[...new Set([board.scheduler, ...model.schedulers])].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      )}
      {model?.pixelsMultiple && <Sides board={board} set={set} pixels={model.pixels} multiple={model.pixelsMultiple} />}
      {models.length > 1 && (
        <Select
          label={t.model}
          value={model!.id}
          onChange={({ target }) =>
            // Another model draws at sizes of its own.
            set({
              modelId: target.value === models[0]!.id ? undefined : target.value,
              width: undefined,
              height: undefined,
            })
          }
        >
          {models.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <TextField
        label={t.negative}
        maxLength={500}
        value={board.negative}
        onChange={({ target }) => set({ negative: target.value }, true)}
      />
      {pictures && (
        <p className="border-t pt-4 text-xs text-muted">
          {t.quota(pictures.used, pictures.limit)}
          {pictures.resetsAt && <span suppressHydrationWarning>{`, ${t.quotaResets(day(pictures.resetsAt))}`}</span>}
        </p>
      )}
    </div>
  );
}

/**
 * A field that is taken as a whole: when it is left, or by Enter, so that what is composed by keys is what stands there. What cannot be
 * taken gives its place to what was there.
 */
function TakenField({
  value,
  onTake,
  ...field
}: Omit<ComponentProps<typeof TextField>, 'value'> & {
  readonly value: string;
  readonly onTake: (text: string) => void;
}) {
  const [text, setText] = useState<string>();
  const take = (): void => {
    if (text === undefined) return;
    setText(undefined);
    onTake(text);
  };
  return (
    <TextField
      {...field}
      value={text ?? value}
      onChange={({ target }) => setText(target.value)}
      onBlur={take}
      // Whoever listens further out finds it on the board.
      onKeyDown={({ key }) => key === 'Enter' && flushSync(take)}
    />
  );
}

/** How wide and tall pictures get; left empty, as the model draws by itself. */
function Sides({
  board,
  set,
  pixels,
  multiple,
}: {
  readonly board: Board;
  readonly set: (next: Pick<Board, 'width' | 'height'>) => void;
  /** The model's own side, and what every other one is a multiple of. */
  readonly pixels: number;
  readonly multiple: number;
}) {
  return (
    <div>
      <div className="grid grid-cols-2 gap-3">
        {(['width', 'height'] as const).map((side) => (
          <TakenField
            key={side}
            label={t[side]}
            type="number"
            inputMode="numeric"
            min={multiple}
            step={multiple}
            placeholder={String(pixels)}
            value={String(board[side] ?? '')}
            onTake={(text) => {
              const next = sideOf(text, pixels, multiple);
              if (next !== board[side]) set({ [side]: next });
            }}
          />
        ))}
      </div>
      <p className="mt-1.5 text-sm text-muted">{t.sideHint(multiple, pixels)}</p>
    </div>
  );
}

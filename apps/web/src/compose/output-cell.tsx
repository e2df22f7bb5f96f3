'use client';
import { isOver } from '@facet/client';
import { Columns2, Download, ImageOff } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import type { CompositionStateFragment } from './compose.graphql.ts';
import type { Drawn } from './differences.ts';
import type { Comparison } from './use-comparison.ts';

const t = texts.compose;

/** What a result can be used for. */
export interface Uses {
  readonly comparison: Comparison;
  readonly onOpen: (drawn: Drawn) => void;
}

/** The place of one seed's picture, which is there from the beginning and takes the picture once it is drawn. */
export function OutputCell({
  composition,
  seed,
  comparison,
  onOpen,
}: Uses & { readonly composition: CompositionStateFragment; readonly seed: number }) {
  const output = composition.outputs.find((each) => each.seed === seed);
  if (!output?.picture) return <Waiting seed={seed} isDrawing={!isOver(composition)} />;
  const drawn = { composition, output };
  const isPicked = comparison.isPicked(output.id);
  const name = t.result(seed);
  return (
    <div
      className={cx(
        'group/cell relative overflow-hidden rounded-lg bg-sunken',
        isPicked && 'ring-2 ring-accent ring-offset-2 ring-offset-surface',
      )}
    >
      <img
        src={output.picture.url}
        alt={name}
        width={output.width}
        height={output.height}
        className="picture aspect-square w-full object-contain"
      />
      <button
        type="button"
        aria-label={t.open(name)}
        className="absolute inset-0 rounded-lg focus-visible:-outline-offset-2"
        onClick={() => onOpen(drawn)}
      />
      <div
        className={cx(
          'pointer-events-none absolute inset-x-1 bottom-1 flex justify-between transition-opacity group-focus-within/cell:opacity-100 group-hover/cell:opacity-100 pointer-coarse:opacity-100 [&>*]:pointer-events-auto [&>*]:rounded-md [&>*]:bg-surface [&>*]:shadow-card',
          isPicked ? 'opacity-100' : 'opacity-0',
        )}
      >
        <span>
          <IconButton
            label={t.compare.pick(name)}
            aria-pressed={isPicked}
            className={cx(isPicked && '!bg-accent !text-on-accent')}
            onClick={() => comparison.toggle(drawn)}
          >
            <Columns2 aria-hidden="true" />
          </IconButton>
        </span>
        <span>
          <DownloadButton outputId={output.id} label={`${t.download}: ${name}`} />
        </span>
      </div>
    </div>
  );
}

function DownloadButton({ outputId, label }: { readonly outputId: string; readonly label: string }) {
  return (
    <MenuButton
      load={async () => {
        const { DownloadChoices } = await import('./download-choices.tsx');
        return ({ trigger }) => <DownloadChoices {...{ trigger, outputId }} />;
      }}
      button={
        <IconButton label={label}>
          <Download aria-hidden="true" />
        </IconButton>
      }
    />
  );
}

function Waiting({ seed, isDrawing }: { readonly seed: number; readonly isDrawing: boolean }) {
  return (
    <div
      role="img"
      aria-label={isDrawing ? t.drawing(seed) : t.notDrawn(seed)}
      className="grid aspect-square w-full place-items-center rounded-lg bg-sunken text-xs text-muted"
    >
      {isDrawing ? <span className="animate-pulse">{t.result(seed)}</span> : <ImageOff className="size-4" />}
    </div>
  );
}

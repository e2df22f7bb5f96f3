'use client';
import { isOver } from '@facet/client';
import { useSubscription } from '@apollo/client/react';
import { Download, History, ImageIcon, RotateCcw } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { Time } from '../ui/time.tsx';
import { StatusBadge } from '../runs/status.tsx';
import { CompositionProgressDocument, type CompositionStateFragment } from './compose.graphql.ts';
import { download } from './download.ts';

const t = texts.compose;

export function Results({
  compositions,
  onRestore,
}: {
  readonly compositions: readonly CompositionStateFragment[];
  readonly onRestore: (composition: CompositionStateFragment) => void;
}) {
  if (compositions.length === 0)
    return (
      <div className="flex flex-col items-center rounded-xl border border-dashed px-6 py-14 text-center text-muted">
        <ImageIcon className="mb-3 size-6" aria-hidden="true" />
        <p className="max-w-sm text-base text-pretty">{t.resultsEmpty}</p>
      </div>
    );
  return (
    <ol className="space-y-5">
      {compositions.map((composition) => (
        <Composition key={composition.id} composition={composition} onRestore={onRestore} />
      ))}
    </ol>
  );
}

/** One press of the button: a cell for each seed from the beginning, which its picture takes. */
function Composition({
  composition,
  onRestore,
}: {
  readonly composition: CompositionStateFragment;
  readonly onRestore: (composition: CompositionStateFragment) => void;
}) {
  const { id, status, done, total, seeds, outputs, slots, prompt, error, createdAt } = composition;
  const isDrawing = !isOver(composition);
  useSubscription(CompositionProgressDocument, { variables: { id }, skip: !isDrawing });
  return (
    <li className="rounded-xl border bg-surface p-3 shadow-card">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 px-1">
        {status !== 'FINISHED' && <StatusBadge status={status} />}
        <p className="min-w-0 flex-1 truncate text-sm font-medium">
          {prompt ??
            (slots
              .map(({ tokenName }) => tokenName)
              .filter(isFirst)
              .join(' + ') ||
              t.results)}
        </p>
        <span className="text-xs text-muted">
          <Time at={createdAt} />
        </span>
        <Button size="small" look="quiet" onClick={() => onRestore(composition)}>
          <RotateCcw aria-hidden="true" />
          {t.restore}
        </Button>
      </div>
      {isDrawing && <Progress label={texts.runs.step(done, total)} value={done} of={total} className="mb-3" />}
      {status === 'FAILED' && (
        <Notice tone="danger" className="mb-3">
          {error?.message ?? t.failed}
        </Notice>
      )}
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {seeds.map((seed) => {
          const output = outputs.find((each) => each.seed === seed);
          return (
            <li key={seed} className="group relative overflow-hidden rounded-lg bg-sunken">
              {output?.file ? (
                <>
                  <img
                    src={output.file.url}
                    alt={t.result(seed)}
                    width={output.width}
                    height={output.height}
                    className="picture aspect-square w-full object-cover"
                  />
                  <span className="absolute right-1 bottom-1 rounded-md bg-surface shadow-card">
                    <IconButton
                      label={`${t.download}: ${t.result(seed)}`}
                      onClick={() => void download(output.file!.url, `facet-${seed}.png`)}
                    >
                      <Download aria-hidden="true" />
                    </IconButton>
                  </span>
                </>
              ) : (
                <div
                  aria-label={isDrawing ? t.drawing(seed) : t.failed}
                  role="img"
                  className="grid aspect-square place-items-center text-xs text-muted"
                >
                  {isDrawing ? <span className="animate-pulse">{t.result(seed)}</span> : <History className="size-4" />}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </li>
  );
}

const isFirst = (name: string, index: number, all: readonly string[]): boolean => all.indexOf(name) === index;

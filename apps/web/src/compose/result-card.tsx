'use client';
import { isOver } from '@facet/client';
import { useSubscription } from '@apollo/client/react';
import { RotateCcw, Square, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState, type ReactNode } from 'react';
import { useAction } from '../graphql/use-action.ts';
import { StatusBadge } from '../runs/status.tsx';
import { whyFailed } from '../runs/why-failed.ts';
import { texts } from '../texts/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { Time } from '../ui/time.tsx';
import {
  CompositionProgressDocument,
  StopCompositionDocument,
  type CompositionStateFragment,
} from './compose.graphql.ts';

const t = texts.compose;
const Confirm = dynamic(() => import('../ui/confirm.tsx').then(({ Confirm }) => Confirm), { ssr: false });

/** What came of one press of the button, while it is drawn and after: one composition, or the rows of a grid. */
export function ResultCard({
  title,
  createdAt,
  compositions,
  onRestore,
  remove,
  children,
}: {
  readonly title: ReactNode;
  readonly createdAt: string;
  readonly compositions: readonly CompositionStateFragment[];
  readonly onRestore: () => void;
  /** Deletes all of it. Gives why it is refused. */
  readonly remove: () => Promise<string | undefined>;
  readonly children: ReactNode;
}) {
  const [isAsked, setAsked] = useState(false);
  const [stop, isStopping] = useAction(StopCompositionDocument);
  const drawing = compositions.filter((each) => !isOver(each));
  const failed = compositions.find(({ status }) => status === 'FAILED');
  const [done, total] = [sum(compositions, 'done'), sum(compositions, 'total')];
  const shown = drawing[0] ?? failed ?? compositions.find(({ status }) => status === 'CANCELLED');
  return (
    <li className="rounded-xl border bg-surface p-3 shadow-card">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 px-1">
        {shown && <StatusBadge status={shown.status} />}
        <h3 className="min-w-0 flex-1 truncate text-sm font-medium tracking-normal max-sm:basis-full">{title}</h3>
        <span className="text-xs text-muted max-sm:mr-auto">
          <Time at={createdAt} />
        </span>
        {drawing.length > 0 && (
          <Button
            size="small"
            look="quiet"
            busy={isStopping}
            onClick={() => void Promise.all(drawing.map(({ id }) => stop({ id })))}
          >
            <Square aria-hidden="true" />
            {t.stop}
          </Button>
        )}
        <Button size="small" look="quiet" onClick={onRestore}>
          <RotateCcw aria-hidden="true" />
          {t.restore}
        </Button>
        {drawing.length === 0 && (
          <IconButton label={t.delete} className="!h-8 !w-8" onClick={() => setAsked(true)}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {isAsked && (
        <Confirm
          isOpen
          onClose={() => setAsked(false)}
          title={t.deleteTitle(done)}
          description={t.deleteHint}
          action={t.delete}
          onConfirm={remove}
        />
      )}
      {drawing.length > 0 && (
        <Progress label={texts.runs.step(done, total)} value={done} of={total} className="mb-3 block w-full" />
      )}
      {drawing.map(({ id }) => (
        <Follow key={id} id={id} />
      ))}
      {failed && (
        <Notice tone="danger" className="mb-3">
          {whyFailed(failed.error, texts.compositionRemedies) ?? t.failed}
        </Notice>
      )}
      {children}
    </li>
  );
}

/** Each event carries the composition under its id, so what shows it changes by itself. */
function Follow({ id }: { readonly id: string }) {
  useSubscription(CompositionProgressDocument, { variables: { id } });
  return null;
}

const sum = (compositions: readonly CompositionStateFragment[], what: 'done' | 'total'): number =>
  compositions.reduce((total, each) => total + each[what], 0);

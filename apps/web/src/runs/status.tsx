import { isOver } from '@facet/client';
import type { RunStatus } from '../graphql/schema.ts';
import { duration } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Badge, Dot, type BadgeTone } from '../ui/badge.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { RunCardFragment } from './run.graphql.ts';

const t = texts.runs;

const TONE: Readonly<Record<RunStatus, BadgeTone>> = {
  QUEUED: 'plain',
  RUNNING: 'accent',
  FINISHED: 'good',
  FAILED: 'danger',
  CANCELLED: 'plain',
  CANCELLING: 'plain',
};

export function StatusBadge({ status }: { readonly status: RunStatus }) {
  return (
    <Badge tone={TONE[status]}>
      {status === 'RUNNING' || status === 'CANCELLING' ? (
        <span className="[&_svg]:size-3">
          <Spinner />
        </span>
      ) : (
        <Dot tone={TONE[status]} />
      )}
      {t.status[status]}
    </Badge>
  );
}

/** Where a run is, in words: its place in the line, its step, and what is left. */
export function whereItIs(run: RunCardFragment): string {
  const { status, done, total, queuePosition, remainingSeconds, error, startedAt, finishedAt } = run;
  if (status === 'QUEUED') return queuePosition === null ? t.status.QUEUED : t.queue(queuePosition);
  if (status === 'FAILED') return error?.message ?? t.ended.FAILED;
  if (status === 'FINISHED')
    return startedAt && finishedAt
      ? `${t.took} ${duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)}`
      : t.status.FINISHED;
  if (isOver(run)) return t.step(done, total);
  if (done >= total) return t.finishing;
  return [t.step(done, total), remainingSeconds !== null && t.remaining(duration(remainingSeconds))]
    .filter(Boolean)
    .join(' · ');
}

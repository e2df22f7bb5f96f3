'use client';
import { isOver } from '@facet/client';
import { useSubscription } from '@apollo/client/react';
import Link from 'next/link';
import { texts } from '../texts/texts.ts';
import { Progress } from '../ui/progress.tsx';
import { Time } from '../ui/time.tsx';
import { Picture } from '../tokens/proof.tsx';
import { RunCardProgressDocument, type RunCardFragment } from './run.graphql.ts';
import { StatusBadge, whereItIs } from './status.tsx';

export function RunRow({ run }: { readonly run: RunCardFragment }) {
  const { id, name, image, library, status, done, total, createdAt } = run;
  // Each event carries the run under its id, so the list changes by itself.
  useSubscription(RunCardProgressDocument, { variables: { id }, skip: isOver(run) });
  return (
    <li className="relative flex items-center gap-4 rounded-lg border bg-surface p-3 shadow-card transition-shadow hover:shadow-float">
      <Picture url={image?.picture?.url} className="size-16 shrink-0 rounded-md" />
      <div className="min-w-0 flex-1 space-y-1">
        <div className="flex items-center gap-3">
          <h2 className="truncate text-base font-medium tracking-normal">
            <Link
              href={`/runs/${encodeURIComponent(id)}`}
              className="after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
            >
              {name}
            </Link>
          </h2>
          <StatusBadge status={status} />
        </div>
        <p className="truncate text-sm text-muted">{whereItIs(run)}</p>
        {!isOver(run) && <Progress label={texts.runs.step(done, total)} value={done} of={total} />}
      </div>
      <div className="hidden shrink-0 text-right text-sm text-muted sm:block">
        <p>{library?.name}</p>
        <p>
          <Time at={createdAt} />
        </p>
      </div>
    </li>
  );
}

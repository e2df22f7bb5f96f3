'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { Bot, ScrollText } from 'lucide-react';
import { usePathname, useSearchParams } from 'next/navigation';
import { startTransition, useDeferredValue } from 'react';
import { texts } from '../texts/texts.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Select } from '../ui/field.tsx';
import { Time } from '../ui/time.tsx';
import { actionOf } from './activity-filter.ts';
import { ActivityDocument } from './activity.graphql.ts';

const t = texts.team.activity;

export function ActivityView() {
  const path = usePathname();
  const action = actionOf(useSearchParams().get('action') ?? undefined);
  const { data, fetchMore } = useSuspenseQuery(ActivityDocument, {
    variables: useDeferredValue(action === undefined ? {} : { action }),
  });
  const { edges, pageInfo } = data.auditEvents;
  return (
    <>
      <div className="mb-5 w-full sm:w-64">
        <Select
          label={t.kind}
          value={action ?? ''}
          onChange={({ target }) =>
            window.history.replaceState(null, '', target.value ? `${path}?action=${target.value}` : path)
          }
        >
          <option value="">{t.all}</option>
          {Object.entries(t.actions).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </div>
      {edges.length === 0 ? (
        <Empty icon={ScrollText} title={t.none} />
      ) : (
        <ol className="divide-y rounded-xl border bg-surface px-4 shadow-card sm:px-5">
          {edges.map(({ node: { id, sentence, actorName, actorKind, createdAt } }) => (
            <li key={id} className="flex items-center gap-3 py-3">
              {actorKind === 'user' && actorName ? (
                <Avatar name={actorName} />
              ) : (
                <span className="grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-muted">
                  <Bot className="size-4" aria-label={t.actors[actorKind]} />
                </span>
              )}
              <p className="min-w-0 flex-1 text-base text-pretty break-words">{sentence}</p>
              <span className="shrink-0 text-sm text-muted">
                <Time at={createdAt} />
              </span>
            </li>
          ))}
        </ol>
      )}
      {pageInfo.hasNextPage && (
        <div className="mt-5 flex justify-center">
          <Button onClick={() => startTransition(() => void fetchMore({ variables: { after: pageInfo.endCursor } }))}>
            {texts.team.more}
          </Button>
        </div>
      )}
    </>
  );
}

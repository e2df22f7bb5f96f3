'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import type { UsageKind } from '../graphql/schema.ts';
import { amount, day, fileSize, percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Card } from '../ui/card.tsx';
import { Progress } from '../ui/progress.tsx';
import { Moment } from '../ui/time.tsx';
import { UsageByMonthDocument, type UsageByMonthQuery } from './usage.graphql.ts';
import { UsagePlot } from './usage-plot.tsx';

const t = texts.team.usage;
type Usage = UsageByMonthQuery['usage'][number];

const MONTHLY: readonly UsageKind[] = ['INVERSIONS', 'TRAINING_STEPS', 'PICTURES', 'UPLOAD_BYTES'];
const AT_ONCE: readonly UsageKind[] = ['RUNNING_INVERSIONS', 'RUNNING_COMPOSITIONS'];

/** What the organisation has used of what it may, when that starts anew, and how it was in the months before. */
export function UsageView() {
  const { data } = useSuspenseQuery(UsageByMonthDocument);
  const of = (kind: UsageKind): readonly Usage[] =>
    data.usage.filter((each) => each.kind === kind).toSorted((one, other) => one.month.localeCompare(other.month));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      {MONTHLY.map((kind) => {
        const months = of(kind);
        const now = months.at(-1);
        if (!now) return null;
        const write = kind === 'UPLOAD_BYTES' ? fileSize : amount;
        return (
          <Card
            key={kind}
            title={t.kinds[kind]}
            hint={now.resetsAt && <Resets at={now.resetsAt} />}
            actions={<span className="text-sm text-muted">{t.left(percent(now.used / now.limit))}</span>}
          >
            <p className="mb-2 text-lg font-semibold tracking-tight tabular-nums">
              {t.of(write(now.used), write(now.limit))}
            </p>
            <Progress label={t.of(write(now.used), write(now.limit))} value={now.used} of={now.limit} />
            <UsagePlot
              label={t.byMonth(t.kinds[kind])}
              months={months.map(({ month, used }) => ({ month, used, text: write(used) }))}
            />
          </Card>
        );
      })}
      <Card title={t.now}>
        <ul className="space-y-4">
          {AT_ONCE.flatMap(of).map(({ kind, used, limit }) => (
            <li key={kind}>
              <p className="mb-2 flex justify-between gap-4 text-sm">
                <span>{t.kinds[kind]}</span>
                <span className="text-muted tabular-nums">{t.of(amount(used), amount(limit))}</span>
              </p>
              <Progress label={t.kinds[kind]} value={used} of={limit} />
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function Resets({ at }: { readonly at: string }) {
  return <Moment at={at} as={(iso) => t.resets(day(iso))} />;
}

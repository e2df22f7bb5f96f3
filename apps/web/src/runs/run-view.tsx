'use client';
import { isOver } from '@facet/client';
import { useQuery, useSubscription, useSuspenseQuery } from '@apollo/client/react';
import { Layers, RotateCcw, Timer } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { ATTRIBUTES } from '../attributes/attributes.ts';
import type { RunErrorCode, RunStatus } from '../graphql/schema.ts';
import { useAction } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { HeatMap } from '../tokens/heat-map.tsx';
import { Picture } from '../tokens/proof.tsx';
import { TokenCard } from '../tokens/token-card.tsx';
import { TokenPlace } from '../tokens/token-place.tsx';
import { TokenDrawer } from '../tokens/token-drawer.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import { AssessmentWarnings, FoundWords } from './assessment.tsx';
import { PreviewScrubber } from './preview-scrubber.tsx';
import { isEnd, type EndStatus } from './run-end.ts';
import {
  CancelRunDocument,
  ResumeRunDocument,
  RunPageDocument,
  RunProgressDocument,
  RunTokensDocument,
  type RunTokensQuery,
} from './run.graphql.ts';
import { StatusBadge, whereItIs } from './status.tsx';
import { useLosses } from './use-losses.ts';
import { whyFailed } from './why-failed.ts';

const t = texts.runs;
const LossPlot = dynamic(() => import('./loss-plot.tsx').then(({ LossPlot }) => LossPlot), {
  ssr: false,
});

export function RunView({ id }: { readonly id: string }) {
  const { data } = useSuspenseQuery(RunPageDocument, { variables: { id } });
  const run = data.inversion.__typename === 'Inversion' ? data.inversion : undefined;
  // The first event is the state of now, so what was missed meanwhile is caught up with.
  useSubscription(RunProgressDocument, { variables: { id }, skip: run === undefined || isOver(run) });
  const losses = useLosses(run?.segments ?? []);
  // What the page has brought is in the cache; a run that ends while it is looked at has more.
  const tokens = useQuery(RunTokensDocument, { variables: { inversionId: id } });
  useEnd(run, ({ name, status }) => {
    void toast(name, t.ended[status]);
    if (status === 'FINISHED') void tokens.refetch();
  });
  if (!run)
    return (
      <Empty
        isPage
        icon={Timer}
        title={texts.errors.notFoundTitle}
        action={<ButtonLink href="/runs">{t.title}</ButtonLink>}
      >
        {t.notFound}
      </Empty>
    );
  const { name, image, done, total, segments, error } = run;
  const made = tokens.data?.tokens.edges.map(({ node }) => node) ?? [];
  const isRunning = !isOver(run);
  return (
    <>
      <PageHeading
        title={name}
        hasNames
        note={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StatusBadge status={run.status} />
            {/* Why it has failed has a place of its own. */}
            <span aria-live="polite">{run.status !== 'FAILED' && whereItIs(run)}</span>
            {run.startedAt && (
              <span>
                {t.started} <Time at={run.startedAt} />
              </span>
            )}
          </span>
        }
        actions={<Actions {...{ id, status: run.status, error, made }} imageId={image?.id} />}
      />
      {isRunning && <Progress label={t.step(done, total)} value={done} of={total} className="mb-6" />}
      {run.status === 'FAILED' && (
        <Notice tone="danger" className="mb-6">
          {whyFailed(error) ?? t.ended.FAILED}
        </Notice>
      )}
      {run.assessment && <AssessmentWarnings assessment={run.assessment} />}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-6">
          <Panel title={t.places}>
            <Places made={made} waits={isOver(run) && run.status !== 'FINISHED' ? t.notMade : t.placeWaits} />
          </Panel>
          <Panel title={t.loss} hint={t.lossHint}>
            {isRunning || segments.length > 0 ? (
              // As tall as the plot with its legend.
              <div className="grid min-h-79 items-center sm:min-h-70">
                {losses.length > 0 ? (
                  <LossPlot losses={losses} />
                ) : (
                  <p className="text-center text-sm text-muted">{t.lossWaits}</p>
                )}
              </div>
            ) : (
              <p className="grid h-40 place-items-center text-sm text-muted">{t.noLoss}</p>
            )}
          </Panel>
          <Report made={made} />
        </div>
        <div className="grid grid-cols-2 content-start gap-6 lg:grid-cols-1">
          <Panel title={t.reference}>
            <Picture
              url={image?.large?.url}
              alt={image?.name ?? ''}
              className="aspect-square w-full rounded-lg border"
            />
          </Panel>
          {run.assessment && run.assessment.words.length > 0 && (
            <Panel title={t.assessment.title} hint={t.assessment.hint}>
              <FoundWords assessment={run.assessment} named={run.objectWord} />
            </Panel>
          )}
          <Panel title={t.previews} hint={t.previewsHint}>
            <PreviewScrubber segments={segments} isOver={!isRunning} />
          </Panel>
        </div>
      </div>
    </>
  );
}

type Made = readonly RunTokensQuery['tokens']['edges'][number]['node'][];

/** Four places from the beginning, which fill in at the end. */
function Places({
  made,
  waits,
}: {
  readonly made: Made;
  /** What stands where there is no token. */
  readonly waits: string;
}) {
  const [open, setOpen] = useState<string>();
  const whole = made.filter(({ attribute }) => attribute === 'TOKEN');
  return (
    <>
      <ul className="grid grid-cols-2 gap-3 xl:grid-cols-4">
        {ATTRIBUTES.map((attribute) => {
          const token = made.find((each) => each.attribute === attribute);
          return (
            <li key={attribute}>
              {token ? (
                <TokenCard token={token} onOpen={setOpen} />
              ) : (
                <TokenPlace>
                  <AttributeLabel attribute={attribute} />
                  <span className="text-xs text-muted">{waits}</span>
                </TokenPlace>
              )}
            </li>
          );
        })}
        {whole.map((token) => (
          <li key={token.id}>
            <TokenCard token={token} onOpen={setOpen} />
          </li>
        ))}
      </ul>
      <TokenDrawer id={open} onOpen={setOpen} onClose={() => setOpen(undefined)} />
    </>
  );
}

function Report({ made }: { readonly made: Made }) {
  const reports = [...ATTRIBUTES, 'TOKEN' as const].flatMap((attribute) => {
    const report = made.find((token) => token.attribute === attribute)?.leakReport;
    return report ? [{ ...report, attribute }] : [];
  });
  if (reports.length === 0) return null;
  return (
    <Panel title={t.table.title} hint={t.table.hint}>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <HeatMap rates={reports.flatMap(({ rates }) => rates)} />
        <ul className="space-y-3 text-sm">
          {reports.map(({ attribute, sentence }) => (
            <li key={attribute}>
              <AttributeLabel attribute={attribute} />
              <p className="text-pretty text-muted">{sentence}</p>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function Actions({
  id,
  status,
  error,
  made,
  imageId,
}: {
  readonly id: string;
  readonly status: RunStatus;
  readonly error: { readonly code: RunErrorCode | null } | null;
  readonly made: Made;
  /** Of its picture, as long as that is there. */
  readonly imageId: string | undefined;
}) {
  const [cancel, isCancelling] = useAction(CancelRunDocument);
  const [resume, isResuming] = useAction(ResumeRunDocument);
  if (status === 'FINISHED') {
    const board = made.flatMap(({ id, attribute }) =>
      attribute === 'TOKEN' ? [] : [[attribute.toLowerCase(), id] as [string, string]],
    );
    return (
      board.length > 0 && (
        <ButtonLink href={`/compose?${new URLSearchParams(board)}`} look="primary">
          <Layers aria-hidden="true" />
          {texts.home.toBoard}
        </ButtonLink>
      )
    );
  }
  if (status === 'FAILED' && error?.code === 'INVALID_INPUT')
    return (
      <ButtonLink
        href={imageId === undefined ? '/runs/new' : `/runs/new?image=${encodeURIComponent(imageId)}`}
        look="primary"
      >
        {t.start}
      </ButtonLink>
    );
  // Two buttons with keys of their own, and not one that changes under the pointer: a second click on one is none on the other.
  if (status === 'FAILED' || status === 'CANCELLED')
    return (
      <Button key="resume" look="primary" busy={isResuming} onClick={() => void resume({ id })}>
        <RotateCcw aria-hidden="true" />
        {t.resume}
      </Button>
    );
  return (
    <Button key="cancel" busy={isCancelling || status === 'CANCELLING'} onClick={() => void cancel({ id })}>
      {t.cancel}
    </Button>
  );
}

function Panel({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="rounded-xl border bg-surface p-4 shadow-card sm:p-5">
      <h2 className="text-base">{title}</h2>
      {hint && <p className="mt-0.5 text-sm text-pretty text-muted">{hint}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}

/** Tells that the run has ended while the page was open. */
function useEnd(
  run: { readonly status: RunStatus; readonly name: string } | undefined,
  onEnd: (end: { readonly name: string; readonly status: EndStatus }) => void,
): void {
  const before = useRef(run?.status);
  const tell = useEffectEvent(onEnd);
  const status = run?.status;
  const name = run?.name ?? '';
  useEffect(() => {
    const was = before.current;
    before.current = status;
    if (was === undefined || status === undefined || was === status || isOver({ status: was })) return;
    if (isEnd(status)) tell({ name, status });
  }, [status, name]);
}

'use client';
import { ImageIcon, Layers, Sparkles } from 'lucide-react';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { ATTRIBUTES } from '../attributes/attributes.ts';
import { DropVeil } from '../uploads/drop-veil.tsx';
import { useHandedFiles, useHandOver } from '../uploads/handed-files.ts';
import { SamplePictures } from '../uploads/sample-pictures.tsx';
import { toSearch } from '../compose/board-address.ts';
import { readyBoard } from '../compose/ready-board.ts';
import type { LatestRun } from '../runs/read-latest-runs.ts';
import { RunRow } from '../runs/run-row.tsx';
import { texts } from '../texts/texts.ts';
import { Picture } from '../tokens/proof.tsx';
import { sourceUrl } from '../tokens/source-url.ts';
import { TokenCard } from '../tokens/token-card.tsx';
import { TokenDrawer } from '../tokens/token-drawer.tsx';
import { TourInvitation } from '../tour/tour-invitation.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeading } from '../ui/heading.tsx';
import type { HomeQuery } from './home.graphql.ts';

const t = texts.home;

/** What somebody comes back to: the four tokens of the latest run, one step from the board, and what was drawn lately. */
export function HomeView({
  name,
  home,
  runs,
}: {
  readonly name: string;
  readonly home: HomeQuery;
  /** The two latest that are finished. */
  readonly runs: readonly LatestRun[];
}) {
  const isOver = useHandedFiles();
  const handOver = useHandOver();
  const [open, setOpen] = useState<string>();
  const [run] = runs;
  const active = home.active.edges.map(({ node }) => node);
  const outputs = home.outputs.edges.map(({ node }) => node);
  const four = ATTRIBUTES.flatMap((attribute) =>
    (run?.tokens ?? []).filter((token) => token.attribute === attribute).slice(0, 1),
  );
  const ready = readyBoard(runs.map(({ tokens }) => tokens));
  return (
    <>
      <PageHeading
        title={t.title(name)}
        hasNames
        actions={
          <ButtonLink href="/runs/new">
            <Sparkles aria-hidden="true" />
            {texts.library.emptyAction}
          </ButtonLink>
        }
      />
      <div className="space-y-10">
        <TourInvitation />
        {active.length > 0 && (
          <ul className="space-y-2.5">
            {active.map((each) => (
              <RunRow key={each.id} run={each} />
            ))}
          </ul>
        )}
        {run && four.length > 0 ? (
          <Section
            title={t.lastRun}
            note={
              <Link href={`/runs/${encodeURIComponent(run.id)}`} className="hover:text-ink hover:underline">
                {t.from(run.name)}
              </Link>
            }
          >
            <ul data-tour="tokens" className="grid grid-cols-2 gap-3 xl:grid-cols-4">
              {four.map((token) => (
                <li key={token.id}>
                  <TokenCard token={token} onOpen={setOpen} />
                </li>
              ))}
            </ul>
          </Section>
        ) : (
          active.length === 0 && (
            <>
              <Empty
                icon={Sparkles}
                title={t.emptyTitle}
                action={
                  <ButtonLink href="/runs/new" look="primary">
                    {t.upload}
                  </ButtonLink>
                }
              >
                {t.empty}
              </Empty>
              <SamplePictures
                samples={home.models.find(({ devices }) => devices.length > 0)?.samples ?? []}
                onFile={(file) => handOver([file])}
              />
            </>
          )
        )}
        {ready.tokens.length > 0 && <ReadyBoard {...ready} isMixed={runs.length > 1} />}
        {outputs.length > 0 && (
          <Section title={t.recent}>
            <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4 lg:grid-cols-6">
              {outputs.map(({ id, picture, width, height, seed }) => (
                <li key={id} className="overflow-hidden rounded-lg border bg-sunken">
                  {picture ? (
                    <img
                      src={picture.url}
                      alt={texts.compose.result(seed)}
                      width={width}
                      height={height}
                      loading="lazy"
                      className="picture aspect-square w-full object-cover"
                    />
                  ) : (
                    <ImageIcon aria-hidden="true" />
                  )}
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
      {isOver && <DropVeil>{texts.pictures.drop}</DropVeil>}
      <TokenDrawer id={open} onOpen={setOpen} onClose={() => setOpen(undefined)} />
    </>
  );
}

/** A board that waits for nothing but the button. */
function ReadyBoard({ board, tokens, isMixed }: ReturnType<typeof readyBoard> & { readonly isMixed: boolean }) {
  return (
    <Section
      title={t.ready}
      note={isMixed ? t.readyMixed : t.readyOne}
      action={
        <ButtonLink href={`/compose?${toSearch(board)}`} look="primary">
          <Layers aria-hidden="true" />
          {t.toBoard}
        </ButtonLink>
      }
    >
      <ul className="grid grid-cols-2 gap-3 rounded-xl border bg-surface p-3 shadow-card md:grid-cols-4">
        {tokens.map((token) => (
          <li key={token.id} className="flex min-w-0 items-center gap-3">
            <Picture url={sourceUrl(token)} className="size-14 shrink-0 rounded-md" />
            <span className="min-w-0">
              <AttributeLabel attribute={token.attribute} />
              <span className="block truncate text-sm font-medium">{token.name}</span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Section({
  title,
  note,
  action,
  children,
}: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section>
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-lg">{title}</h2>
          {note && <p className="text-base text-muted">{note}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

'use client';
import { ImageIcon, Layers, Sparkles } from 'lucide-react';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { ATTRIBUTES } from '../attributes/attributes.ts';
import { DropVeil } from '../uploads/drop-veil.tsx';
import { useHandedFiles } from '../uploads/handed-files.ts';
import { RunRow } from '../runs/run-row.tsx';
import { texts } from '../texts/texts.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { TokenCard } from '../tokens/token-card.tsx';
import { TokenDrawer } from '../tokens/token-drawer.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeading } from '../ui/heading.tsx';
import type { HomeQuery } from './home.graphql.ts';

const t = texts.home;

/** What somebody comes back to: the four tokens of the latest run, one step from the board, and what was drawn lately. */
export function HomeView({
  name,
  home,
  tokens,
}: {
  readonly name: string;
  readonly home: HomeQuery;
  readonly tokens: readonly TokenCardFragment[];
}) {
  const isOver = useHandedFiles();
  const [open, setOpen] = useState<string>();
  const run = home.inversions.edges[0]?.node;
  const active = home.active.edges.map(({ node }) => node);
  const outputs = home.outputs.edges.map(({ node }) => node);
  const four = ATTRIBUTES.flatMap((attribute) => tokens.filter((token) => token.attribute === attribute).slice(0, 1));
  const board = four.map((token) => [token.attribute.toLowerCase(), token.id] as [string, string]);
  return (
    <>
      <PageHeading
        title={t.title(name)}
        actions={
          <ButtonLink href="/runs/new">
            <Sparkles aria-hidden="true" />
            {texts.library.emptyAction}
          </ButtonLink>
        }
      />
      <div className="space-y-10">
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
            action={
              <ButtonLink href={`/compose?${new URLSearchParams(board)}`} look="primary">
                <Layers aria-hidden="true" />
                {t.toBoard}
              </ButtonLink>
            }
          >
            <ul className="grid grid-cols-2 gap-3 xl:grid-cols-4">
              {four.map((token) => (
                <li key={token.id}>
                  <TokenCard token={token} onOpen={setOpen} />
                </li>
              ))}
            </ul>
          </Section>
        ) : (
          active.length === 0 && (
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
          )
        )}
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

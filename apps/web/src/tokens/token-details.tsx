'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Download, Heart, Layers, Pencil } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { attributeOf } from '../attributes/attributes.ts';
import { mayWrite } from '../shell/may.ts';
import { texts } from '../texts/texts.ts';
import { Badge, Dot } from '../ui/badge.tsx';
import { Button, ButtonLink, IconButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { HeatMap } from './heat-map.tsx';
import { LEAK_TONE, leakageOf, leakageText } from './leakage.ts';
import { Picture, Proof } from './proof.tsx';
import { SimilarTokens } from './similar-tokens.tsx';
import { PaletteList } from './swatches.tsx';
import { LeakTableDocument, SetFavoriteDocument, TokenDetailsDocument } from './token-details.graphql.ts';

const t = texts.token;
const TokenVersions = dynamic(() => import('./token-versions.tsx').then(({ TokenVersions }) => TokenVersions), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
const TokenChange = dynamic(() => import('./token-change.tsx').then(({ TokenChange }) => TokenChange), { ssr: false });
const ExportDialog = dynamic(() => import('./export-dialog.tsx').then(({ ExportDialog }) => ExportDialog), {
  ssr: false,
});

export function TokenDetails({
  id,
  onOpen,
  isLookedAt,
}: {
  readonly id: string;
  readonly onOpen: (id: string) => void;
  /** Whether this one is looked at, at the moment that it is asked. */
  readonly isLookedAt: (id: string) => boolean;
}) {
  const { data, error } = useQuery(TokenDetailsDocument, { variables: { id } });
  const token = data?.token;
  const inversionId = token?.__typename === 'Token' ? token.inversion?.id : undefined;
  const table = useQuery(LeakTableDocument, {
    variables: { inversionId: inversionId ?? '' },
    skip: inversionId === undefined,
  });
  const [setFavorite] = useMutation(SetFavoriteDocument);
  const [isExporting, setExporting] = useState(false);
  const [isChanging, setChanging] = useState(false);
  if (error) return <Notice tone="danger">{texts.library.failed}</Notice>;
  if (!token) return <Waiting />;
  if (token.__typename !== 'Token') return <Notice tone="warn">{t.notFound}</Notice>;

  const { name, attribute, isFavorite, leakReport, palette, inversion, large, library } = token;
  const ofRun = table.data?.tokens.edges.flatMap(({ node }) => node.leakReport?.rates ?? []) ?? [];
  const rates = ofRun.length > 0 ? ofRun : (leakReport?.rates ?? []);
  const toggle = (): void =>
    void setFavorite({
      variables: { tokenId: id, isFavorite: !isFavorite },
      optimisticResponse: { setFavoriteToken: { __typename: 'Token', id, isFavorite: !isFavorite } },
    });
  return (
    <article className="space-y-7">
      <div>
        <div className="grid grid-cols-2 gap-3">
          <Shown label={inversion?.image ? t.source : texts.attributes[attribute]}>
            {inversion?.image ? (
              <Picture
                url={inversion.image.large?.url}
                alt={inversion.image.name}
                className="aspect-square w-full rounded-lg border"
              />
            ) : (
              <Proof token={token} className="aspect-square w-full rounded-lg border" />
            )}
          </Shown>
          <Shown label={t.drawn}>
            <Picture url={large?.url} alt={t.drawn} className="aspect-square w-full rounded-lg border" />
          </Shown>
        </div>
        <div className="mt-4 flex items-start justify-between gap-3">
          <div className="min-w-0">
            <h3 className="text-lg break-words">{name}</h3>
            {token.notes && <p className="mt-1 text-base break-words whitespace-pre-line">{token.notes}</p>}
            <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
              <AttributeLabel attribute={attribute} />
              <span className="flex items-center gap-1.5 text-xs text-muted">
                <Dot tone={LEAK_TONE[leakageOf(leakReport)]} />
                {leakageText(leakReport)}
              </span>
            </div>
          </div>
          {!library.isGranted && token.isLatest && mayWrite(data.viewer.role) && (
            <IconButton label={t.change.title} className="ml-auto" onClick={() => setChanging(true)}>
              <Pencil aria-hidden="true" />
            </IconButton>
          )}
          <Button
            look="quiet"
            size="small"
            className="w-8 !px-0"
            aria-pressed={isFavorite}
            aria-label={isFavorite ? t.unfavorite : t.favorite}
            title={isFavorite ? t.unfavorite : t.favorite}
            onClick={toggle}
          >
            <Heart
              className={isFavorite ? 'fill-attribute-color text-attribute-color' : undefined}
              aria-hidden="true"
            />
          </Button>
        </div>
        {attribute !== 'TOKEN' && (
          <ButtonLink href={`/compose?place=${encodeURIComponent(id)}`} look="primary" className="mt-4 w-full">
            <Layers aria-hidden="true" />
            {t.compose}
          </ButtonLink>
        )}
        <Button className="mt-2 w-full" onClick={() => setExporting(true)}>
          <Download aria-hidden="true" />
          {texts.shelf.export.action}
        </Button>
        {isChanging && <TokenChange token={token} onClose={() => setChanging(false)} />}
        {isExporting && <ExportDialog tokens={[token]} onClose={() => setExporting(false)} />}
      </div>

      <Section title={t.report}>
        {leakReport ? (
          <>
            <p className="mb-3 text-base text-pretty">{leakReport.sentence}</p>
            <HeatMap rates={rates} isWhole={table.loading} marked={attributeOf(attribute)} />
            <p className="mt-2 text-xs text-muted">{t.reportHint(leakReport.pictures)}</p>
          </>
        ) : (
          <p className="text-base text-muted">{t.leak.unmeasured}</p>
        )}
      </Section>

      {palette.length > 0 && (
        <Section title={t.palette}>
          <PaletteList palette={palette} />
        </Section>
      )}

      <Section title={t.facts}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm [&>dt]:text-muted">
          <dt>{t.library}</dt>
          <dd>
            <Link href={`/library?library=${encodeURIComponent(library.id)}`} className="text-accent hover:underline">
              {library.name}
            </Link>
          </dd>
          <dt>{t.standsFor}</dt>
          <dd>“{token.initialWord}”</dd>
          <dt>{t.made}</dt>
          <dd>
            <Time at={token.createdAt} />
          </dd>
          {token.tags.length > 0 && (
            <>
              <dt>{t.tags}</dt>
              <dd className="flex flex-wrap gap-1.5">
                {token.tags.map((tag) => (
                  <Link key={tag} href={`/library?tag=${encodeURIComponent(tag)}`} className="hover:underline">
                    <Badge>{tag}</Badge>
                  </Link>
                ))}
              </dd>
            </>
          )}
          <dt>{t.version}</dt>
          <dd>{token.version}</dd>
          <dt>{t.method}</dt>
          <dd>
            {token.method}, {token.steps} {t.steps.toLowerCase()}
          </dd>
          <dt>{t.model}</dt>
          <dd>{token.modelName}</dd>
          {inversion && (
            <>
              <dt>{t.run}</dt>
              <dd>
                <Link href={`/runs/${encodeURIComponent(inversion.id)}`} className="text-accent hover:underline">
                  {t.openRun}
                </Link>
              </dd>
            </>
          )}
        </dl>
      </Section>

      {(token.version > 1 || !token.isLatest) && (
        <Section title={texts.versions.title}>
          <TokenVersions id={id} onOpen={onOpen} isLookedAt={isLookedAt} />
        </Section>
      )}

      {/* At the end: how many there are is known after the rest. */}
      <Section title={texts.shelf.similar.title}>
        <SimilarTokens id={id} onOpen={onOpen} />
      </Section>
    </article>
  );
}

function Shown({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <figure>
      {children}
      <figcaption className="mt-1.5 text-xs text-muted">{label}</figcaption>
    </figure>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h4 className="mb-2 text-sm font-semibold">{title}</h4>
      {children}
    </section>
  );
}

function Waiting() {
  return (
    <div aria-label={texts.loading} role="status" className="space-y-4">
      <div className="grid grid-cols-2 gap-3">
        <Skeleton className="aspect-square rounded-lg" />
        <Skeleton className="aspect-square rounded-lg" />
      </div>
      <Skeleton className="h-6 w-1/2" />
      <Skeleton className="h-40" />
    </div>
  );
}

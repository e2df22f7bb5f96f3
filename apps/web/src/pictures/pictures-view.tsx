'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { Images, SearchX, Sparkles } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { startTransition, useDeferredValue, useState } from 'react';
import { texts } from '../texts/texts.ts';
import { Picture } from '../tokens/proof.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { TextField } from '../ui/field.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Time } from '../ui/time.tsx';
import { DropVeil } from '../uploads/drop-veil.tsx';
import { useHandedFiles } from '../uploads/handed-files.ts';
import type { PictureCardFragment } from '../uploads/uploads.graphql.ts';
import { PicturesPageDocument } from './pictures.graphql.ts';

const t = texts.pictures;

/** All pictures of the organisation, the newest first. Others are dropped anywhere on the page. */
export function PicturesView() {
  const isOver = useHandedFiles();
  const path = usePathname();
  const sought = useSearchParams().get('q') ?? '';
  const [text, setText] = useState(sought);
  const name = useDeferredValue(sought.trim());
  const { data, fetchMore } = useSuspenseQuery(PicturesPageDocument, { variables: name === '' ? {} : { name } });
  const { edges, pageInfo, totalCount } = data.images;
  const seek = (next: string): void => {
    setText(next);
    window.history.replaceState(null, '', next.trim() === '' ? path : `${path}?q=${encodeURIComponent(next)}`);
  };
  return (
    <>
      <PageHeading
        title={t.title}
        note={<span aria-live="polite">{t.count(totalCount)}</span>}
        actions={
          <ButtonLink href="/runs/new" look="primary">
            <Sparkles aria-hidden="true" />
            {texts.library.emptyAction}
          </ButtonLink>
        }
      />
      <div className="mb-5 sm:max-w-80">
        <TextField
          label={t.search}
          isLabelHidden
          type="search"
          placeholder={t.search}
          value={text}
          onChange={({ target }) => seek(target.value)}
        />
      </div>
      {totalCount > 0 ? (
        <ul
          aria-label={t.title}
          className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5 2xl:grid-cols-6"
        >
          {edges.map(({ node }) => (
            <Card key={node.id} picture={node} />
          ))}
        </ul>
      ) : name === '' ? (
        <Empty
          icon={Images}
          title={t.emptyTitle}
          action={
            <ButtonLink href="/runs/new" look="primary">
              {texts.home.upload}
            </ButtonLink>
          }
        >
          {texts.home.empty}
        </Empty>
      ) : (
        <Empty
          icon={SearchX}
          title={texts.library.nothingTitle}
          action={<Button onClick={() => seek('')}>{t.all}</Button>}
        >
          {t.nothing(name)}
        </Empty>
      )}
      {pageInfo.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => startTransition(() => void fetchMore({ variables: { after: pageInfo.endCursor } }))}>
            {texts.runs.more}
          </Button>
        </div>
      )}
      {isOver && <DropVeil>{t.drop}</DropVeil>}
    </>
  );
}

function Card({ picture: { id, name, width, height, createdAt, picture } }: { readonly picture: PictureCardFragment }) {
  return (
    <li className="relative overflow-hidden rounded-lg border bg-surface shadow-card transition-shadow hover:shadow-float">
      <Picture url={picture?.url} className="aspect-square w-full" />
      <div className="px-3 pt-2 pb-2.5">
        <h2 className="text-sm font-medium tracking-normal">
          <Link
            href={`/pictures/${encodeURIComponent(id)}`}
            className="block truncate after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {name}
          </Link>
        </h2>
        <p className="truncate text-xs text-muted">
          {width} × {height}, <Time at={createdAt} />
        </p>
      </div>
    </li>
  );
}

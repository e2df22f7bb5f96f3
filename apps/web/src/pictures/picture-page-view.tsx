'use client';
import { useQuery, useSuspenseQuery } from '@apollo/client/react';
import { ImageOff, Sparkles, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAction } from '../graphql/use-action.ts';
import { RunRow } from '../runs/run-row.tsx';
import { RunTokensDocument, type RunCardFragment } from '../runs/run.graphql.ts';
import { fileSize } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Picture } from '../tokens/proof.tsx';
import { TokenCard } from '../tokens/token-card.tsx';
import { TokenPlace } from '../tokens/token-place.tsx';
import { TokenDrawer } from '../tokens/token-drawer.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Time } from '../ui/time.tsx';
import { DeletePictureDocument } from '../uploads/uploads.graphql.ts';
import { PicturePageDocument } from './pictures.graphql.ts';

const t = texts.pictures;

/** One picture, with what was made of it. */
export function PicturePageView({ id }: { readonly id: string }) {
  const { data } = useSuspenseQuery(PicturePageDocument, { variables: { id } });
  const [open, setOpen] = useState<string>();
  const { image } = data;
  if (image.__typename !== 'Image')
    return (
      <Empty
        isPage
        icon={ImageOff}
        title={texts.errors.notFoundTitle}
        action={<ButtonLink href="/pictures">{t.title}</ButtonLink>}
      >
        {t.notFound}
      </Empty>
    );
  const { name, width, height, bytes, createdAt, createdBy, large } = image;
  const runs = data.inversions.edges.map(({ node }) => node);
  return (
    <>
      <PageHeading
        title={name}
        hasNames
        actions={
          <>
            <Deletion id={id} />
            <ButtonLink href={`/runs/new?image=${encodeURIComponent(id)}`} look="primary">
              <Sparkles aria-hidden="true" />
              {t.takeApart}
            </ButtonLink>
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div>
          <Picture url={large?.url} alt={name} className="aspect-square w-full rounded-xl border object-contain" />
          <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm [&>dt]:text-muted">
            <dt>{t.size}</dt>
            <dd>
              {width} × {height}
              {bytes !== null && `, ${fileSize(bytes)}`}
            </dd>
            <dt>{t.added}</dt>
            <dd>
              <Time at={createdAt} />
            </dd>
            {createdBy && (
              <>
                <dt>{t.addedBy}</dt>
                <dd>{createdBy.name}</dd>
              </>
            )}
          </dl>
        </div>
        <section aria-label={t.runs} className="min-w-0">
          <h2 className="mb-3 text-lg">{t.runs}</h2>
          {runs.length > 0 ? (
            <ul className="space-y-4">
              {runs.map((run) => (
                <RunWithTokens key={run.id} run={run} onOpen={setOpen} />
              ))}
            </ul>
          ) : (
            <p className="rounded-xl border border-dashed px-6 py-12 text-center text-base text-muted">{t.noRuns}</p>
          )}
        </section>
      </div>
      <TokenDrawer id={open} onOpen={setOpen} onClose={() => setOpen(undefined)} />
    </>
  );
}

function RunWithTokens({ run, onOpen }: { readonly run: RunCardFragment; readonly onOpen: (id: string) => void }) {
  const isFinished = run.status === 'FINISHED';
  const { data } = useQuery(RunTokensDocument, { variables: { inversionId: run.id }, skip: !isFinished, ssr: false });
  const tokens = data?.tokens.edges.map(({ node }) => node);
  return (
    <>
      <RunRow run={run} />
      {isFinished && tokens?.length !== 0 && (
        <li>
          <ul aria-label={t.tokensOf(run.name)} className="grid grid-cols-2 gap-3 pl-3 md:pl-6 xl:grid-cols-4">
            {tokens
              ? tokens.map((token) => (
                  <li key={token.id}>
                    <TokenCard token={token} onOpen={onOpen} />
                  </li>
                ))
              : Array.from({ length: 4 }, (_, index) => (
                  <li key={index}>
                    <TokenPlace />
                  </li>
                ))}
          </ul>
        </li>
      )}
    </>
  );
}

function Deletion({ id }: { readonly id: string }) {
  const router = useRouter();
  const [isAsked, setAsked] = useState(false);
  const [remove, isBusy] = useAction(DeletePictureDocument, {
    update: (cache, { data }) => {
      if (data?.deleteImage.__typename === 'Deleted') cache.evict({ id: 'ROOT_QUERY', fieldName: 'images' });
    },
  });
  const act = async (): Promise<void> => {
    if (await remove({ id })) router.push('/pictures');
    setAsked(false);
  };
  return (
    <>
      <Button look="quiet" onClick={() => setAsked(true)}>
        <Trash2 aria-hidden="true" />
        {t.delete}
      </Button>
      <Dialog isOpen={isAsked} onClose={() => setAsked(false)} title={t.deleteTitle} closeLabel={texts.close}>
        <p className="text-base text-pretty text-muted">{t.deleteNote}</p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setAsked(false)}>{texts.cancel}</Button>
          <Button look="danger" busy={isBusy} onClick={() => void act()}>
            {t.delete}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

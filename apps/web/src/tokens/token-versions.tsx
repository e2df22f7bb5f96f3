'use client';
import { useQuery } from '@apollo/client/react';
import { RotateCcw } from 'lucide-react';
import { useAction } from '../graphql/use-action.ts';
import { mayWrite } from '../shell/may.ts';
import { texts } from '../texts/texts.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import { Picture } from './proof.tsx';
import { changesBetween, sameAs } from './version-changes.ts';
import { GoBackToVersionDocument, TokenVersionsDocument, type TokenVersionFragment } from './versions.graphql.ts';

const t = texts.versions;

/** All versions of a token, the newest first, each with what it changed; one can be looked at, and gone back to. */
export function TokenVersions({
  id,
  onOpen,
  isLookedAt,
}: {
  readonly id: string;
  readonly onOpen: (id: string) => void;
  /** Whether this version is looked at, at the moment that it is asked. */
  readonly isLookedAt: (id: string) => boolean;
}) {
  const { data } = useQuery(TokenVersionsDocument, { variables: { id } });
  const [goBack, isBusy] = useAction(GoBackToVersionDocument, { changes: ['Token'] });
  if (!data) return <Skeleton className="h-40" />;
  if (data.token.__typename !== 'Token') return null;
  const { versions, library } = data.token;
  const isOurs = !library.isGranted && mayWrite(data.viewer.role);
  /** No version goes: what comes back is one more, and so is what undoes it. */
  const restore = async (old: TokenVersionFragment, newest: TokenVersionFragment, isUndo = false): Promise<void> => {
    const made = await goBack({ tokenId: newest.id, fromTokenId: old.id });
    if (!made) return;
    const undo = { label: texts.undo, onAct: () => void restore(newest, made, true) };
    void toast(t.title, t.wentBack(made.version, old.version), isUndo ? undefined : undo);
    // To whoever has gone on nothing is opened, also when he undoes it from where he is.
    if (isLookedAt(id) || isLookedAt(newest.id)) onOpen(made.id);
  };
  return (
    <ol className="space-y-3">
      {versions.map((version, index) => (
        <Version
          key={version.id}
          version={version}
          before={versions[index + 1]}
          same={sameAs(version, versions)}
          isShown={version.id === id}
          onOpen={onOpen}
          onGoBack={isOurs && !version.isLatest ? () => void restore(version, versions[0]!) : undefined}
          isBusy={isBusy}
        />
      ))}
    </ol>
  );
}

function Version({
  version,
  before,
  same,
  isShown,
  onOpen,
  onGoBack,
  isBusy,
}: {
  readonly version: TokenVersionFragment;
  /** That it followed; undefined for the first one. */
  readonly before: TokenVersionFragment | undefined;
  readonly same: TokenVersionFragment | undefined;
  readonly isShown: boolean;
  readonly onOpen: (id: string) => void;
  /** Undefined for the newest, and where nothing may be changed. */
  readonly onGoBack: (() => void) | undefined;
  readonly isBusy: boolean;
}) {
  const { id, picture, createdAt, createdBy } = version;
  const name = t.name(version.version);
  return (
    <li aria-label={name} aria-current={isShown || undefined} className="flex gap-3 rounded-lg border p-3">
      <Picture url={picture?.url} className="size-12 shrink-0 rounded-md" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          {name}
          {isShown && <Badge tone="accent">{t.shown}</Badge>}
        </p>
        <p className="text-xs text-muted">
          <Time at={createdAt} />
          {createdBy && `, ${createdBy.name}`}
        </p>
        <Changes {...{ version, before, same }} />
        {(!isShown || onGoBack) && (
          <div className="mt-2 flex flex-wrap gap-2">
            {!isShown && (
              <Button size="small" aria-label={t.lookAt(version.version)} onClick={() => onOpen(id)}>
                {t.look}
              </Button>
            )}
            {onGoBack && (
              <Button size="small" aria-label={t.goBackTo(version.version)} busy={isBusy} onClick={onGoBack}>
                <RotateCcw aria-hidden="true" />
                {t.goBack}
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

function Changes({
  version,
  before,
  same,
}: {
  readonly version: TokenVersionFragment;
  readonly before: TokenVersionFragment | undefined;
  readonly same: TokenVersionFragment | undefined;
}) {
  if (!before) return <p className="mt-1 text-sm text-muted">{t.first}</p>;
  const changes = changesBetween(before, version);
  return (
    <>
      {same && <p className="mt-1 text-sm">{t.sameAs(same.version)}</p>}
      {changes.length > 0 ? (
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-sm [&>dt]:text-muted">
          {changes.map(({ name, before, after }) => (
            <div key={name} className="contents">
              <dt>{name}</dt>
              <dd className="min-w-0 break-words">
                <del className="text-muted">
                  <span className="sr-only">{t.was} </span>
                  {before}
                </del>{' '}
                <ins className="no-underline">
                  <span className="sr-only">{t.is} </span>
                  {after}
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        !same && <p className="mt-1 text-sm text-muted">{t.onlyVectors}</p>
      )}
    </>
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { Pencil, Share2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../graphql/use-action.ts';
import type { Role, Visibility } from '../graphql/schema.ts';
import { mayAdminister, mayWrite } from '../shell/may.ts';
import { OfferForm } from '../team/offer-form.tsx';
import { SharedWith } from '../team/shared-with.tsx';
import { texts } from '../texts/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { toast } from '../ui/toast.ts';
import { LibraryFields } from './library-fields.tsx';
import {
  ChangeLibraryDocument,
  DeleteLibraryDocument,
  LibraryHeadDocument,
  type LibraryAboutFragment,
} from './library.graphql.ts';

const t = texts.shelf.library;

/** The library that the list is narrowed to: what it is for, who sees it, and what can be done with it as a whole. */
export function LibraryHead({
  id,
  role,
  onDeleted,
}: {
  readonly id: string;
  readonly role: Role | null;
  readonly onDeleted: () => void;
}) {
  const { data } = useQuery(LibraryHeadDocument, { variables: { id }, ssr: false });
  const [isOpen, setOpen] = useState<'share' | 'edit' | 'delete'>();
  const ask = useAsk();
  if (!data) return <Skeleton className="mb-5 h-18 rounded-xl" />;
  if (data.library.__typename !== 'Library') return null;
  const library = data.library;
  const { name, description, isGranted, tokenCount } = library;
  const close = (): void => setOpen(undefined);
  const change = async (fields: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { name = '', description = '', visibility } = fields;
    const outcome = await ask(
      ChangeLibraryDocument,
      { id, name, description, visibility: visibility as Visibility },
      { changes: ['Library'] },
    );
    return outcome.ok ? undefined : outcome.message;
  };
  const remove = async (): Promise<string | undefined> => {
    const outcome = await ask(DeleteLibraryDocument, { id }, { changes: ['Library', 'Token'] });
    if (!outcome.ok) return outcome.message;
    void toast(texts.library.title, t.deleted(name));
    onDeleted();
    return undefined;
  };
  return (
    <section
      aria-label={name}
      className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-xl border bg-surface p-4 shadow-card"
    >
      <div className="min-w-60 flex-1">
        <h2 className="truncate text-base">{name}</h2>
        {description && <p className="text-sm text-pretty">{description}</p>}
        <p className="text-sm text-pretty text-muted">{whoSees(library, data.members.totalCount)}</p>
      </div>
      {!isGranted && mayWrite(role) && (
        <div className="flex items-center gap-2">
          <Button size="small" onClick={() => setOpen('share')}>
            <Share2 aria-hidden="true" />
            {t.share}
          </Button>
          <IconButton label={t.edit} onClick={() => setOpen('edit')}>
            <Pencil aria-hidden="true" />
          </IconButton>
          <IconButton label={t.delete} onClick={() => setOpen('delete')}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        </div>
      )}
      <Dialog
        isOpen={isOpen === 'share'}
        onClose={close}
        title={t.shareTitle(name)}
        description={whoSees(library, data.members.totalCount)}
        closeLabel={texts.close}
      >
        <div className="space-y-5">
          <SharedWith id={id} isRevocable={mayAdminister(role)} />
          {mayAdminister(role) &&
            (library.visibility === 'ORGANIZATION' ? (
              <OfferForm libraries={[library]} />
            ) : (
              <p className="text-sm text-muted">{t.mustBeShared}</p>
            ))}
        </div>
      </Dialog>
      <Confirm
        isOpen={isOpen === 'edit'}
        onClose={close}
        title={t.editTitle}
        description={t.privateHint}
        action={t.save}
        actionLook="primary"
        onConfirm={change}
      >
        <LibraryFields library={library} />
      </Confirm>
      <Confirm
        isOpen={isOpen === 'delete'}
        onClose={close}
        title={t.deleteTitle(name)}
        description={t.deleteHint(tokenCount)}
        action={t.delete}
        onConfirm={remove}
      />
    </section>
  );
}

function whoSees({ visibility, isGranted, organization, shareCount }: LibraryAboutFragment, people: number): string {
  if (isGranted) return t.byGrant(organization.name);
  if (visibility === 'PRIVATE') return t.onlyYou;
  return `${t.everybody(people, organization.name)} ${shareCount > 0 ? t.others(shareCount) : t.noOthers}`;
}

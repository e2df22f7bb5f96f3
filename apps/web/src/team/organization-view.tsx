'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { Download } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { mayAdminister } from '../shell/may.ts';
import type { Role } from '../graphql/schema.ts';
import { useAction, useAsk } from '../graphql/use-action.ts';
import { forgetOrganization } from '../account/forget-organization.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { toast } from '../ui/toast.ts';
import {
  DeleteOrganizationDocument,
  ExportOrganizationDocument,
  LeaveOrganizationDocument,
  OrganizationPageDocument,
  RenameOrganizationDocument,
} from './organization.graphql.ts';

const t = texts.team.organization;

export function OrganizationView({ role }: { readonly role: Role | null }) {
  const { data } = useSuspenseQuery(OrganizationPageDocument);
  const { name, slug, isPersonal } = data.viewer.organization;
  const isOwner = role === 'OWNER';
  return (
    <div className="max-w-2xl space-y-6">
      {mayAdminister(role) && <Rename name={name} />}
      <Card title={t.slug} hint={texts.team.sharing.slugHint}>
        <Copyable text={slug} label={texts.team.sharing.copySlug} copiedLabel={texts.copied} />
      </Card>
      <Card title={t.export} hint={t.exportHint}>
        {isOwner ? <Export /> : <p className="text-sm text-muted">{t.onlyOwners}</p>}
      </Card>
      {!isPersonal && <Leave name={name} />}
      <Card title={t.delete} hint={t.deleteHint}>
        {isPersonal ? (
          <p className="text-sm text-muted">{t.deletePersonal}</p>
        ) : isOwner ? (
          <Delete {...{ name, slug }} />
        ) : (
          <p className="text-sm text-muted">{t.onlyOwners}</p>
        )}
      </Card>
    </div>
  );
}

function Rename({ name }: { readonly name: string }) {
  const ask = useAsk();
  const router = useRouter();
  const rename = async ({ name = '' }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const outcome = await ask(RenameOrganizationDocument, { name });
    if (!outcome.ok) return outcome.message;
    void toast(t.name, t.saved(outcome.data.name));
    // The name stands around the page, too.
    router.refresh();
    return undefined;
  };
  return (
    <Card title={t.name} hint={t.nameHint}>
      <Form submitLabel={t.save} submitLook="secondary" isRow isEmptied={false} onSubmit={rename}>
        <TextField key={name} label={t.name} isLabelHidden name="name" defaultValue={name} required maxLength={100} />
      </Form>
    </Card>
  );
}

function Export() {
  const [prepare, isPreparing] = useAction(ExportOrganizationDocument);
  const begin = async (): Promise<void> => {
    const archive = await prepare({});
    if (!archive) return;
    // A file, so the page stays.
    location.assign(archive.url);
    void toast(t.export, t.exporting(archive.files));
  };
  return (
    <Button busy={isPreparing} onClick={() => void begin()}>
      <Download aria-hidden="true" />
      {t.exportAction}
    </Button>
  );
}

function Leave({ name }: { readonly name: string }) {
  const ask = useAsk();
  const [isAsked, setAsked] = useState(false);
  const leave = async (): Promise<string | undefined> => {
    const outcome = await ask(LeaveOrganizationDocument, {});
    if (!outcome.ok) return outcome.message;
    forgetOrganization();
    return new Promise(() => undefined);
  };
  return (
    <Card title={t.leave} hint={t.leaveHint}>
      <Button look="danger" onClick={() => setAsked(true)}>
        {t.leaveAction}
      </Button>
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t.leaveTitle(name)}
        description={t.leaveHint}
        action={t.leave}
        onConfirm={leave}
      />
    </Card>
  );
}

function Delete({ name, slug }: { readonly name: string; readonly slug: string }) {
  const ask = useAsk();
  const [isAsked, setAsked] = useState(false);
  const remove = async ({
    slug = '',
    password = '',
  }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const outcome = await ask(DeleteOrganizationDocument, { slug, password });
    if (!outcome.ok) return outcome.message;
    forgetOrganization();
    return new Promise(() => undefined);
  };
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)}>
        {t.delete}
      </Button>
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t.deleteTitle(name)}
        description={t.deleteHint}
        action={t.deleteAction}
        onConfirm={remove}
      >
        <TextField label={t.deleteSlug(slug)} name="slug" required autoComplete="off" spellCheck={false} />
        <TextField label={t.password} name="password" type="password" autoComplete="current-password" required />
      </Confirm>
    </>
  );
}

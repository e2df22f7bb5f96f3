'use client';
import { RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import type { Role } from '../graphql/schema.ts';
import { useAction, useAsk } from '../graphql/use-action.ts';
import { day } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Moment } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import { CancelInvitationDocument, InviteMemberDocument, type InvitationRowFragment } from './members.graphql.ts';
import { RoleSelect } from './role-select.tsx';

const t = texts.team.invite;

export function InviteForm({ role }: { readonly role: Role | null }) {
  const ask = useAsk();
  const [as, setAs] = useState<Role>('MEMBER');
  const invite = async ({ email = '' }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const outcome = await ask(InviteMemberDocument, { email, role: as }, { changes: ['Invitation'] });
    if (!outcome.ok) return outcome.message;
    void toast(t.title, t.sent(email));
    return undefined;
  };
  return (
    <Card title={t.title} hint={t.hint}>
      <Form submitLabel={t.send} onSubmit={invite} isEmptied>
        <TextField label={t.email} name="email" type="email" autoComplete="off" required />
        <RoleSelect
          label={t.role}
          grants={role}
          value={as}
          onChange={({ target }) => setAs(target.value as Role)}
          hint={texts.team.rolesMean[as]}
        />
      </Form>
    </Card>
  );
}

export function Invitations({ invitations }: { readonly invitations: readonly InvitationRowFragment[] }) {
  return (
    <Card title={t.waiting}>
      {invitations.length === 0 ? (
        <p className="text-sm text-muted">{t.none}</p>
      ) : (
        <ul className="divide-y">
          {invitations.map((invitation) => (
            <Invitation key={invitation.id} {...invitation} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Invitation({ id, email, role, url, delivery, expiresAt }: InvitationRowFragment) {
  const [resend, isSending] = useAction(InviteMemberDocument, { changes: ['Invitation'] });
  const [revoke, isRevoking] = useAction(CancelInvitationDocument, { changes: ['Invitation'] });
  const isOld = Date.parse(expiresAt) < Date.now();
  return (
    <li className="space-y-2 py-4 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="truncate text-base font-medium">{email}</p>
        <p className="text-sm text-muted">
          {t.asRole(texts.team.roles[role].toLowerCase())} ·{' '}
          {isOld ? (
            t.expired
          ) : (
            <>
              {t.until} <Moment at={expiresAt} as={day} />
            </>
          )}
        </p>
        {delivery === 'FAILED' && <p className="text-sm text-danger">{t.undelivered}</p>}
      </div>
      <Copyable text={url} label={t.copyLink(email)} copiedLabel={texts.copied} />
      <div className="flex gap-2">
        <Button
          size="small"
          busy={isSending}
          aria-label={t.againTo(email)}
          onClick={async () => void ((await resend({ email, role })) && toast(t.waiting, t.sent(email)))}
        >
          <RotateCw aria-hidden="true" />
          {t.again}
        </Button>
        <Button
          size="small"
          look="danger"
          busy={isRevoking}
          aria-label={t.revokeOf(email)}
          onClick={async () => void ((await revoke({ id })) && toast(t.waiting, t.revoked(email)))}
        >
          <X aria-hidden="true" />
          {t.revoke}
        </Button>
      </div>
    </li>
  );
}

import type { Metadata } from 'next';
import { AccountPage } from '../../../../account/account-page.tsx';
import { InvitationAnswer } from '../../../../account/invitation-answer.tsx';
import { readAuth, readSession } from '../../../../account/session.ts';
import { texts } from '../../../../texts/texts.ts';
import { ButtonLink } from '../../../../ui/button.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import type { OfId } from '../../../search.ts';

const t = texts.account;
export const metadata: Metadata = { title: t.invitation };

interface Invitation {
  readonly organizationName: string;
  readonly inviterEmail: string;
  readonly role: string;
}

export default async function InvitationPage({ params }: OfId) {
  const id = decodeURIComponent((await params).id);
  const session = await readSession();
  if (!session) {
    const next = encodeURIComponent(`/invitations/${encodeURIComponent(id)}`);
    return (
      <AccountPage title={t.invitation} note={t.invitationNeedsAccount}>
        <div className="space-y-3">
          <ButtonLink href={`/sign-in?next=${next}`} look="primary" className="w-full">
            {t.signIn}
          </ButtonLink>
          <ButtonLink href={`/sign-up?next=${next}`} className="w-full">
            {t.signUp}
          </ButtonLink>
        </div>
      </AccountPage>
    );
  }
  const invitation = await readAuth<Invitation>(`organization/get-invitation?id=${encodeURIComponent(id)}`);
  const foot = t.invitationAs(session.user.email);
  if (!invitation)
    return (
      <AccountPage title={t.invitation} foot={foot}>
        <div className="space-y-4">
          <Notice tone="warn">{t.invitationUnknown}</Notice>
          <ButtonLink href="/" className="w-full">
            {texts.errors.home}
          </ButtonLink>
        </div>
      </AccountPage>
    );
  const { organizationName, inviterEmail, role } = invitation;
  return (
    <AccountPage title={t.invitationTitle(organizationName)} note={t.invitationNote(inviterEmail, role)} foot={foot}>
      <InvitationAnswer id={id} />
    </AccountPage>
  );
}

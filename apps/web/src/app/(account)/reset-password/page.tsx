import type { Metadata } from 'next';
import { AccountPage } from '../../../account/account-page.tsx';
import { ResetForm } from '../../../account/reset-form.tsx';
import { texts } from '../../../texts/texts.ts';

const t = texts.account;
export const metadata: Metadata = { title: t.resetTitle };

export default function Reset() {
  return (
    <AccountPage title={t.resetTitle} note={t.resetNote}>
      <ResetForm />
    </AccountPage>
  );
}

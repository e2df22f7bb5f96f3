import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountPage } from '../../../account/account-page.tsx';
import { ConfirmForm } from '../../../account/confirm-form.tsx';
import { texts } from '../../../texts/texts.ts';

const t = texts.account;
export const metadata: Metadata = { title: t.confirmTitle };

export default function Confirm() {
  return (
    <AccountPage
      title={t.confirmTitle}
      note={t.confirmNote}
      foot={
        <Link href="/forgot" className="font-medium text-accent hover:underline">
          {t.forgotten}
        </Link>
      }
    >
      <ConfirmForm />
    </AccountPage>
  );
}

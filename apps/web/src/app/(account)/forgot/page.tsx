import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountPage } from '../../../account/account-page.tsx';
import { ForgotForm } from '../../../account/forgot-form.tsx';
import { texts } from '../../../texts/texts.ts';

const t = texts.account;
export const metadata: Metadata = { title: t.forgotTitle };

export default function Forgot() {
  return (
    <AccountPage
      title={t.forgotTitle}
      note={t.forgotNote}
      foot={
        <Link href="/sign-in" className="font-medium text-accent hover:underline">
          {t.backToSignIn}
        </Link>
      }
    >
      <ForgotForm />
    </AccountPage>
  );
}

import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountPage } from '../../../account/account-page.tsx';
import { ResendLink } from '../../../account/resend-link.tsx';
import { MAILS_URL } from '../../../environment.ts';
import { texts } from '../../../texts/texts.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { Search } from '../../search.ts';

const t = texts.account;
export const metadata: Metadata = { title: t.confirmTitle };

export default async function CheckMail({ searchParams }: Search) {
  const { email } = await searchParams;
  const address = typeof email === 'string' ? email : '';
  return (
    <AccountPage
      title={t.confirmTitle}
      foot={
        <>
          {`${t.wrongAddress} `}
          <Link href="/sign-up" className="font-medium text-accent hover:underline">
            {t.signUp}
          </Link>
          <br />
          <Link href="/sign-in" className="font-medium text-accent hover:underline">
            {t.backToSignIn}
          </Link>
        </>
      }
    >
      <div className="space-y-4">
        <Notice>{t.confirmSent(address)}</Notice>
        {MAILS_URL !== '' && (
          <a href={MAILS_URL} className="block text-center text-sm font-medium text-accent hover:underline">
            {t.readMail}
          </a>
        )}
        {address !== '' && <ResendLink email={address} />}
      </div>
    </AccountPage>
  );
}

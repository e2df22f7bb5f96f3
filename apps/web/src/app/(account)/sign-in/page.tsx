import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountPage } from '../../../account/account-page.tsx';
import { nextPath } from '../../../account/next-path.ts';
import { SignInForm } from '../../../account/sign-in-form.tsx';
import { texts } from '../../../texts/texts.ts';
import type { Search } from '../../search.ts';

const t = texts.account;
export const metadata: Metadata = { title: t.signIn };

export default async function SignIn({ searchParams }: Search) {
  const { next } = await searchParams;
  const path = nextPath(next);
  return (
    <AccountPage
      title={t.signInTitle}
      note={t.signInNote}
      foot={
        <>
          {`${t.noAccount} `}
          <Link href={`/sign-up?next=${encodeURIComponent(path)}`} className="font-medium text-accent hover:underline">
            {t.signUp}
          </Link>
        </>
      }
    >
      <SignInForm next={path} />
    </AccountPage>
  );
}

import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountPage } from '../../../account/account-page.tsx';
import { nextPath } from '../../../account/next-path.ts';
import { SignUpForm } from '../../../account/sign-up-form.tsx';
import { texts } from '../../../texts/texts.ts';
import type { Search } from '../../search.ts';

const t = texts.account;
export const metadata: Metadata = { title: t.signUp };

export default async function SignUp({ searchParams }: Search) {
  const path = nextPath((await searchParams)['next']);
  return (
    <AccountPage
      title={t.signUpTitle}
      note={t.signUpNote}
      foot={
        <>
          {`${t.hasAccount} `}
          <Link href={`/sign-in?next=${encodeURIComponent(path)}`} className="font-medium text-accent hover:underline">
            {t.signIn}
          </Link>
        </>
      }
    >
      <SignUpForm next={path} />
    </AccountPage>
  );
}

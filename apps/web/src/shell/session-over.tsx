'use client';
import { useEffect } from 'react';
import { goOn, signInPath, useIsSessionOver } from '../account/sign-in-again.ts';
import { getAuth, postAuth } from '../account/auth.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';

const t = texts.account;

/** Asks for the password over the page when the session is over, so that nothing of the page is lost. */
export function SessionOver({ email }: { readonly email: string }) {
  const isOver = useIsSessionOver();
  useEffect(() => {
    if (!isOver) return undefined;
    // Another tab may have been faster.
    const look = (): void =>
      void getAuth<{ readonly user: { readonly email: string } } | null>('get-session').then(
        (answer) => answer.ok && answer.data?.user.email === email && goOn(),
      );
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [isOver, email]);
  const signIn = async ({ password }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const answer = await postAuth('sign-in/email', { email, password });
    if (!answer.ok) return answer.message;
    goOn();
    return undefined;
  };
  return (
    <Dialog isOpen={isOver} title={t.signInAgainTitle} description={t.sessionOver} closeLabel={texts.close}>
      <Form submitLabel={t.signIn} onSubmit={signIn}>
        <TextField label={t.email} name="email" type="email" autoComplete="username" readOnly value={email} />
        <TextField label={t.password} name="password" type="password" autoComplete="current-password" required />
      </Form>
      <Button look="quiet" className="mt-3 w-full" onClick={() => location.assign(signInPath())}>
        {t.signInOther}
      </Button>
    </Dialog>
  );
}

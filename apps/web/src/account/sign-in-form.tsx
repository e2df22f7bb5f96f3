'use client';
import Link from 'next/link';
import { texts } from '../texts/texts.ts';
import { TextField } from '../ui/field.tsx';
import { postAuth } from './auth.ts';
import { Form } from '../ui/form.tsx';

const t = texts.account;

export function SignInForm({ next, email }: { readonly next: string; readonly email?: string }) {
  const signIn = async (fields: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { email, password } = fields;
    const answer = await postAuth('sign-in/email', { email, password });
    if (!answer.ok) return answer.message;
    // A new document: nothing of another account stays in memory.
    location.assign(next);
    return new Promise(() => undefined);
  };
  return (
    <Form submitLabel={t.signIn} onSubmit={signIn}>
      <TextField label={t.email} name="email" type="email" autoComplete="username" required defaultValue={email} />
      <TextField
        label={t.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        aside={
          <Link href="/forgot" className="text-sm text-accent hover:underline">
            {t.forgotten}
          </Link>
        }
      />
    </Form>
  );
}

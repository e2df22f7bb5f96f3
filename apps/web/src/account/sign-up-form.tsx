'use client';
import { texts } from '../texts/texts.ts';
import { TextField } from '../ui/field.tsx';
import { postAuth } from './auth.ts';
import { Form } from '../ui/form.tsx';
import { SHORTEST_PASSWORD } from './password.ts';

const t = texts.account;

export function SignUpForm({ next }: { readonly next: string }) {
  const signUp = async (fields: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { name = '', email, password } = fields;
    if (name.trim() === '') return t.nameEmpty;
    const answer = await postAuth<{ readonly token: string | null }>('sign-up/email', { name, email, password });
    if (!answer.ok) return answer.message;
    // Where addresses have to be confirmed first, there is no session yet.
    location.assign(answer.data.token === null ? `/check-mail?${new URLSearchParams({ email: email! })}` : next);
    return new Promise(() => undefined);
  };
  return (
    <Form submitLabel={t.signUp} onSubmit={signUp}>
      <TextField label={t.name} name="name" autoComplete="name" required maxLength={100} />
      <TextField label={t.email} name="email" type="email" autoComplete="username" required />
      <TextField
        label={t.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={SHORTEST_PASSWORD}
        hint={t.passwordHint}
      />
    </Form>
  );
}

'use client';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { postAuth } from './auth.ts';
import { Form } from '../ui/form.tsx';
import { useLinkToken } from './link-token.ts';
import { SHORTEST_PASSWORD } from './password.ts';

const t = texts.account;

export function ResetForm() {
  const token = useLinkToken();
  const [isSet, setIsSet] = useState(false);
  const reset = async ({ password = '' }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const answer = await postAuth('reset-password', { token, newPassword: password });
    if (!answer.ok) return answer.message;
    setIsSet(true);
    return undefined;
  };
  if (isSet)
    return (
      <div className="space-y-4">
        <Notice tone="good">{t.passwordSet}</Notice>
        <ButtonLink href="/sign-in" look="primary" className="w-full">
          {t.signIn}
        </ButtonLink>
      </div>
    );
  if (token === null)
    return (
      <div className="space-y-4">
        <Notice tone="warn">{t.resetNeedsLink}</Notice>
        <ButtonLink href="/forgot" look="primary" className="w-full">
          {t.askForLink}
        </ButtonLink>
      </div>
    );
  return (
    <Form submitLabel={t.setPassword} onSubmit={reset}>
      <TextField
        label={t.newPassword}
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

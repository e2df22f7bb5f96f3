'use client';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { postAuth } from './auth.ts';
import { Form } from '../ui/form.tsx';

const t = texts.account;

export function ForgotForm() {
  const [sentTo, setSentTo] = useState<string>();
  const send = async ({ email = '' }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const answer = await postAuth('request-password-reset', { email, redirectTo: '/reset' });
    if (!answer.ok) return answer.message;
    setSentTo(email);
    return undefined;
  };
  if (sentTo !== undefined) return <Notice tone="good">{t.linkSent(sentTo)}</Notice>;
  return (
    <Form submitLabel={t.sendLink} onSubmit={send}>
      <TextField label={t.email} name="email" type="email" autoComplete="username" required />
    </Form>
  );
}

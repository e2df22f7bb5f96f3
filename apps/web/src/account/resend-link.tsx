'use client';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { Form } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { postAuth } from './auth.ts';

const t = texts.account;

/** For whom the link has not reached. Whether the address has an account is not said. */
export function ResendLink({ email }: { readonly email: string }) {
  const [isSent, setSent] = useState(false);
  const send = async (): Promise<string | undefined> => {
    setSent(false);
    const answer = await postAuth('send-verification-email', { email });
    if (!answer.ok) return answer.message;
    setSent(true);
    return undefined;
  };
  return (
    <>
      {isSent && <Notice tone="good">{t.resent}</Notice>}
      <Form submitLabel={t.resend} submitLook="secondary" onSubmit={send}>
        <p className="text-sm text-muted">{t.notCome}</p>
      </Form>
    </>
  );
}

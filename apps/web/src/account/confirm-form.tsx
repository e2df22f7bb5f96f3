'use client';
import { texts } from '../texts/texts.ts';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { postAuth } from './auth.ts';
import { Form } from '../ui/form.tsx';
import { useLinkToken } from './link-token.ts';

const t = texts.account;

/** The link together with the password: who only sees the e-mail does not get in, and who only knows the password does not either. */
export function ConfirmForm() {
  const token = useLinkToken();
  const confirm = async ({ password }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const answer = await postAuth('confirm-email', { token, password });
    if (!answer.ok) return answer.code === 'INVALID_PASSWORD' ? t.confirmWrongPassword : answer.message;
    location.assign('/');
    return new Promise(() => undefined);
  };
  if (token === null) return <Notice tone="warn">{t.resetNeedsLink}</Notice>;
  return (
    <Form submitLabel={t.confirm} onSubmit={confirm}>
      <TextField label={t.password} name="password" type="password" autoComplete="current-password" required />
    </Form>
  );
}

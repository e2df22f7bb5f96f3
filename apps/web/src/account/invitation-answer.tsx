'use client';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { postAuth } from './auth.ts';
import { forgetOrganization } from './forget-organization.ts';

const t = texts.account;

export function InvitationAnswer({ id }: { readonly id: string }) {
  const [busyWith, setBusyWith] = useState<'accept' | 'reject'>();
  const [wrong, setWrong] = useState<string>();
  const [isDeclined, setDeclined] = useState(false);
  const answerWith = async (answer: 'accept' | 'reject'): Promise<void> => {
    setBusyWith(answer);
    const result = await postAuth(`organization/${answer}-invitation`, { invitationId: id });
    // The team is where to go on; the page there asks which one the session is in now.
    if (result.ok && answer === 'accept') return forgetOrganization();
    setBusyWith(undefined);
    if (result.ok) setDeclined(true);
    else setWrong(result.message);
  };
  if (isDeclined)
    return (
      <div className="space-y-4">
        <Notice>{t.declined}</Notice>
        <ButtonLink href="/" className="w-full">
          {texts.errors.home}
        </ButtonLink>
      </div>
    );
  return (
    <div className="space-y-4">
      {wrong !== undefined && <Notice tone="danger">{wrong}</Notice>}
      <Button look="primary" className="w-full" busy={busyWith === 'accept'} onClick={() => void answerWith('accept')}>
        {t.accept}
      </Button>
      <Button look="quiet" className="w-full" busy={busyWith === 'reject'} onClick={() => void answerWith('reject')}>
        {t.decline}
      </Button>
    </div>
  );
}

'use client';
import { useEffect, useState } from 'react';
import { noticeState, switchOff, switchOn, type NoticeState } from '../notices/notices.ts';
import { texts } from '../texts/texts.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

const t = texts.notices;

/** Whether this browser says when a run ends. Nobody is asked before he presses the button. */
export function NoticesCard() {
  const [state, setState] = useState<NoticeState>('off');
  useEffect(() => setState(noticeState()), []);
  const isOn = state === 'on';
  return (
    <Card
      title={t.title}
      hint={t.hint}
      actions={
        <span aria-live="polite">
          <Badge tone={isOn ? 'good' : 'plain'}>{isOn ? t.on : t.off}</Badge>
        </span>
      }
    >
      {state === 'blocked' || state === 'impossible' ? (
        // As tall as the button, whose place it takes.
        <p className="min-h-10 content-center text-sm text-pretty text-muted">{t[state]}</p>
      ) : (
        <Button onClick={() => void (isOn ? setState(switchOff()) : switchOn().then(setState))}>
          {isOn ? t.switchOff : t.switchOn}
        </Button>
      )}
    </Card>
  );
}

'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { Webhook } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { useAsk } from '../graphql/use-action.ts';
import { developerTexts } from '../texts/developer-texts.ts';
import { Badge, Dot } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { Checkboxes, TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { eventsOf, WEBHOOK_EVENTS } from './webhook-events.ts';
import { MakeWebhookDocument, WebhooksDocument } from './webhooks.graphql.ts';

const t = developerTexts.webhooks;

export function WebhooksView() {
  const { data } = useSuspenseQuery(WebhooksDocument);
  const webhooks = data.webhooks.edges.map(({ node }) => node);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Card title={t.title} hint={t.hint}>
        {webhooks.length === 0 ? (
          <p className="text-sm text-muted">{t.none}</p>
        ) : (
          <ul className="divide-y">
            {webhooks.map(({ id, url, events, active }) => (
              <li key={id} className="relative flex items-center gap-3 py-3 first:pt-0 last:pb-0">
                <Webhook className="size-5 shrink-0 text-muted" aria-hidden="true" />
                <div className="min-w-0 flex-1">
                  <Link
                    href={`/developers/webhooks/${encodeURIComponent(id)}`}
                    className="block truncate text-base font-medium after:absolute after:inset-0 hover:text-accent"
                  >
                    {url}
                  </Link>
                  <p className="text-sm text-muted">{t.eventCount(events.length)}</p>
                </div>
                <ActiveBadge active={active} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <AddWebhook />
    </div>
  );
}

export function ActiveBadge({ active }: { readonly active: boolean }) {
  return (
    <Badge tone={active ? 'good' : 'plain'}>
      <Dot tone={active ? 'good' : 'plain'} />
      {active ? t.active : t.inactive}
    </Badge>
  );
}

function AddWebhook() {
  const ask = useAsk();
  const [secret, setSecret] = useState<string>();
  // The same until it is made, so that an answer that is lost makes no second one.
  const key = useRef(crypto.randomUUID());
  const add = async ({
    url = '',
    events: ticked = '',
  }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const events = eventsOf(ticked);
    if (events.length === 0) return t.needsEvent;
    const outcome = await ask(MakeWebhookDocument, { url, events, key: key.current }, { changes: ['Webhook'] });
    key.current = crypto.randomUUID();
    if (!outcome.ok) return outcome.message;
    setSecret(outcome.data.secret);
    return undefined;
  };
  return (
    <Card title={t.add}>
      <Form submitLabel={t.add} onSubmit={add} isEmptied>
        <TextField label={t.url} name="url" type="url" required hint={t.urlHint} autoComplete="off" />
        <Checkboxes
          label={t.events}
          name="events"
          chosen={['INVERSION_FINISHED', 'COMPOSITION_FINISHED']}
          choices={WEBHOOK_EVENTS.map((value) => ({ value, label: t.eventNames[value] }))}
        />
      </Form>
      <ShownOnce
        secret={secret}
        title={t.secretTitle}
        text={t.secretText}
        copyLabel={t.copySecret}
        onClose={() => setSecret(undefined)}
      />
    </Card>
  );
}

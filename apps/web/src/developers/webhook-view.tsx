'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { ChevronLeft, RotateCw, Send, Webhook } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { startTransition, useState } from 'react';
import { useAction, useAsk } from '../graphql/use-action.ts';
import { developerTexts } from '../texts/developer-texts.ts';
import { Badge, Dot, type BadgeTone } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Empty } from '../ui/empty.tsx';
import { Checkboxes, TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import { eventsOf, WEBHOOK_EVENTS } from './webhook-events.ts';
import {
  ChangeWebhookDocument,
  DeleteWebhookDocument,
  RedeliverDocument,
  RotateWebhookSecretDocument,
  TestWebhookDocument,
  WebhookPageDocument,
  type DeliveryRowFragment,
  type WebhookRowFragment,
} from './webhooks.graphql.ts';
import { ActiveBadge } from './webhooks-view.tsx';

const t = developerTexts.webhooks;
const LIST = '/developers/webhooks';
/** What a delivery changes, or one that is new. */
const KINDS = ['WebhookDelivery'];

export function WebhookView({ id }: { readonly id: string }) {
  const { data, fetchMore } = useSuspenseQuery(WebhookPageDocument, { variables: { id } });
  const [test, isTesting] = useAction(TestWebhookDocument, { changes: KINDS });
  const { webhook } = data;
  if (webhook.__typename !== 'Webhook')
    return <Empty icon={Webhook} title={t.notFound} action={<ButtonLink href={LIST}>{t.title}</ButtonLink>} />;
  const { edges, pageInfo } = webhook.deliveries;
  return (
    <>
      <Link href={LIST} className="mb-4 inline-flex items-center gap-1 text-sm text-accent hover:underline">
        <ChevronLeft className="size-4" aria-hidden="true" />
        {t.title}
      </Link>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Card
          title={t.deliveries}
          hint={t.deliveriesHint}
          actions={
            <Button
              size="small"
              busy={isTesting}
              onClick={async () => void ((await test({ id })) && toast(t.deliveries, t.tested))}
            >
              <Send aria-hidden="true" />
              {t.test}
            </Button>
          }
        >
          {edges.length === 0 ? (
            <p className="text-sm text-muted">{t.noDeliveries}</p>
          ) : (
            <ul className="divide-y">
              {edges.map(({ node }) => (
                <Delivery key={node.id} {...node} />
              ))}
            </ul>
          )}
          {pageInfo.hasNextPage && (
            <Button
              className="mt-4"
              onClick={() => startTransition(() => void fetchMore({ variables: { after: pageInfo.endCursor } }))}
            >
              {t.more}
            </Button>
          )}
        </Card>
        <div className="space-y-6">
          <Settings webhook={webhook} />
          <Secret id={id} />
        </div>
      </div>
    </>
  );
}

const TONES: Readonly<Record<DeliveryRowFragment['status'], BadgeTone>> = {
  PENDING: 'accent',
  DELIVERED: 'good',
  FAILED: 'danger',
};

function Delivery({ id, event, status, attempts, lastStatus, lastError, createdAt }: DeliveryRowFragment) {
  const [again, isSending] = useAction(RedeliverDocument, { changes: KINDS });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 space-y-0.5">
        <p className="flex flex-wrap items-center gap-2">
          <span className="text-base font-medium">{t.eventNames[event]}</span>
          <Badge tone={TONES[status]}>
            <Dot tone={TONES[status]} />
            {t.status[status]}
          </Badge>
        </p>
        <p className="text-sm break-words text-muted">
          <Time at={createdAt} /> · {t.attempts(attempts)}
          {lastStatus !== null && ` · ${t.answer(lastStatus)}`}
          {lastError && ` · ${lastError}`}
        </p>
      </div>
      {status !== 'PENDING' && (
        <Button
          size="small"
          busy={isSending}
          onClick={async () => void ((await again({ id })) && toast(t.deliveries, t.sentAgain))}
        >
          <RotateCw aria-hidden="true" />
          {t.again}
        </Button>
      )}
    </li>
  );
}

function Settings({ webhook: { id, url, events, active } }: { readonly webhook: WebhookRowFragment }) {
  const ask = useAsk();
  const router = useRouter();
  const [change, isChanging] = useAction(ChangeWebhookDocument);
  const [isAsked, setAsked] = useState(false);
  const save = async ({
    url = '',
    events: ticked = '',
  }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const wanted = eventsOf(ticked);
    if (wanted.length === 0) return t.needsEvent;
    const outcome = await ask(ChangeWebhookDocument, { id, url, events: wanted });
    if (!outcome.ok) return outcome.message;
    void toast(t.title, t.saved);
    return undefined;
  };
  const remove = async (): Promise<string | undefined> => {
    const outcome = await ask(DeleteWebhookDocument, { id }, { changes: ['Webhook'] });
    if (!outcome.ok) return outcome.message;
    router.push(LIST);
    return undefined;
  };
  return (
    <Card title={t.url} actions={<ActiveBadge active={active} />}>
      <Form submitLabel={t.save} submitLook="secondary" onSubmit={save}>
        <TextField label={t.url} isLabelHidden name="url" type="url" required defaultValue={url} hint={t.urlHint} />
        <Checkboxes
          label={t.events}
          name="events"
          chosen={events}
          choices={WEBHOOK_EVENTS.map((value) => ({ value, label: t.eventNames[value] }))}
        />
      </Form>
      <div className="mt-4 flex gap-2 border-t pt-4">
        <Button className="flex-1" busy={isChanging} onClick={() => void change({ id, active: !active })}>
          {active ? t.switchOff : t.switchOn}
        </Button>
        <Button className="flex-1" look="danger" onClick={() => setAsked(true)}>
          {t.delete}
        </Button>
      </div>
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t.deleteTitle}
        description={t.deleteText}
        action={t.delete}
        onConfirm={remove}
      />
    </Card>
  );
}

function Secret({ id }: { readonly id: string }) {
  const ask = useAsk();
  const [secret, setSecret] = useState<string>();
  const [isAsked, setAsked] = useState(false);
  const rotate = async (): Promise<string | undefined> => {
    const outcome = await ask(RotateWebhookSecretDocument, { id });
    if (!outcome.ok) return outcome.message;
    setSecret(outcome.data.secret);
    return undefined;
  };
  return (
    <Card title={t.rotate} hint={t.rotateText}>
      <Button onClick={() => setAsked(true)}>{t.rotate}</Button>
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t.rotateTitle}
        description={t.rotateText}
        action={t.rotate}
        onConfirm={rotate}
      />
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

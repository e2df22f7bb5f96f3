'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAction, useAsk } from '../graphql/use-action.ts';
import type { ApiKeyScope, Role } from '../graphql/schema.ts';
import { day } from '../texts/format.ts';
import { developerTexts } from '../texts/developer-texts.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Checkboxes, Select, TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { Moment, Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import {
  ApiKeysDocument,
  DeleteApiKeyDocument,
  MakeApiKeyDocument,
  TakeOverApiKeyDocument,
  type ApiKeyRowFragment,
} from './keys.graphql.ts';

const t = developerTexts.keys;
const SCOPES: readonly ApiKeyScope[] = ['READ', 'WRITE', 'ADMINISTER'];
const DEFAULT_DAYS = 90;

export function KeysView({ role, userId }: { readonly role: Role | null; readonly userId: string }) {
  const { data } = useSuspenseQuery(ApiKeysDocument);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Card title={t.title} hint={t.hint}>
        {data.apiKeys.length === 0 ? (
          <p className="text-sm text-muted">{t.none}</p>
        ) : (
          <ul className="divide-y">
            {data.apiKeys.map((key) => (
              <Key key={key.id} apiKey={key} mayTakeOver={role === 'OWNER' && key.createdBy?.id !== userId} />
            ))}
          </ul>
        )}
      </Card>
      <MakeKey />
    </div>
  );
}

function Key({ apiKey, mayTakeOver }: { readonly apiKey: ApiKeyRowFragment; readonly mayTakeOver: boolean }) {
  const { id, name, start, scopes, expiresAt, lastUsedAt, createdBy } = apiKey;
  const ask = useAsk();
  const [takeOver, isTaking] = useAction(TakeOverApiKeyDocument);
  const [isAsked, setAsked] = useState(false);
  const remove = async (): Promise<string | undefined> => {
    const outcome = await ask(DeleteApiKeyDocument, { id }, { changes: ['ApiKey'] });
    return outcome.ok ? undefined : outcome.message;
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 first:pt-0 last:pb-0">
      <KeyRound className="size-5 shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="truncate text-base font-medium">{name}</span>
          <code className="text-sm text-muted">{start}…</code>
          {SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => (
            <Badge key={scope}>{t.scopeNames[scope]}</Badge>
          ))}
        </p>
        <p className="text-sm text-muted">
          {lastUsedAt ? (
            <>
              {t.used} <Time at={lastUsedAt} />
            </>
          ) : (
            t.never
          )}
          {expiresAt && (
            <>
              {' · '}
              {Date.parse(expiresAt) < Date.now() ? (
                t.over
              ) : (
                <>
                  {t.until} <Moment at={expiresAt} as={day} />
                </>
              )}
            </>
          )}
          {' · '}
          {createdBy ? t.by(createdBy.name) : t.orphan}
        </p>
      </div>
      {mayTakeOver && (
        <Button
          size="small"
          busy={isTaking}
          aria-label={t.takeOverOf(name)}
          onClick={async () => void ((await takeOver({ id })) && toast(name, t.takenOver))}
        >
          {t.takeOver}
        </Button>
      )}
      <IconButton label={t.delete(name)} onClick={() => setAsked(true)}>
        <Trash2 aria-hidden="true" />
      </IconButton>
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t.deleteTitle(name)}
        description={t.deleteText}
        action={t.deleteAction}
        onConfirm={remove}
      />
    </li>
  );
}

function MakeKey() {
  const ask = useAsk();
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string }>();
  const make = async (fields: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { name = '', days, scopes: ticked = '' } = fields;
    const scopes = SCOPES.filter((scope) => ticked.split(' ').includes(scope));
    if (scopes.length === 0) return t.needsScope;
    const outcome = await ask(MakeApiKeyDocument, { name, scopes, days: Number(days) }, { changes: ['ApiKey'] });
    if (!outcome.ok) return outcome.message;
    setMade({ name, secret: outcome.data.secret });
    return undefined;
  };
  return (
    <Card title={t.make}>
      <Form submitLabel={t.make} onSubmit={make} isEmptied>
        <TextField label={t.name} name="name" required maxLength={32} hint={t.nameHint} autoComplete="off" />
        <Checkboxes
          label={t.scopes}
          name="scopes"
          chosen={['READ', 'WRITE']}
          choices={SCOPES.map((value) => ({ value, label: t.scopesMean[value] }))}
        />
        <Select label={t.days} name="days" defaultValue={DEFAULT_DAYS}>
          {Object.entries(t.dayChoices).map(([days, label]) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </Select>
      </Form>
      <ShownOnce
        secret={made?.secret}
        title={t.madeTitle(made?.name ?? '')}
        text={t.made}
        copyLabel={t.copy}
        onClose={() => setMade(undefined)}
      />
    </Card>
  );
}

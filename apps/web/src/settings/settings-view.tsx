'use client';
import { Laptop, Smartphone } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { getAuth, postAuth } from '../account/auth.ts';
import { Form } from '../ui/form.tsx';
import { SHORTEST_PASSWORD } from '../account/password.ts';
import { moment } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { TextField } from '../ui/field.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { deviceOf } from './device.ts';
import { NameForm } from './name-form.tsx';
import { NoticesCard } from './notices-card.tsx';

const t = texts.settings;

interface Person {
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
}

export function SettingsView({ person, sessionId }: { readonly person: Person; readonly sessionId: string }) {
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeading title={t.title} />
      <div className="space-y-6">
        <Card title={t.profile}>
          <div className="flex items-center gap-4">
            <Avatar name={person.name} isLarge />
            <div className="min-w-0">
              <p className="truncate font-medium">{person.name}</p>
              <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
                <span className="truncate">{person.email}</span>
                <Badge tone={person.emailVerified ? 'good' : 'warn'}>
                  {person.emailVerified ? t.confirmed : t.unconfirmed}
                </Badge>
              </p>
            </div>
          </div>
          <div className="mt-5">
            <NameForm name={person.name} />
          </div>
        </Card>
        <Card title={t.password}>
          <PasswordForm />
        </Card>
        <NoticesCard />
        <DeleteAccount />
        {/* The last one: how many there are is not known at first. */}
        <Card title={t.sessions}>
          <Sessions currentId={sessionId} />
        </Card>
      </div>
    </div>
  );
}

function PasswordForm() {
  const [isChanged, setChanged] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const change = async ({ current, next }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    setChanged(false);
    const answer = await postAuth('change-password', {
      currentPassword: current,
      newPassword: next,
      revokeOtherSessions: true,
    });
    if (!answer.ok) return answer.message;
    form.current?.querySelector('form')?.reset();
    setChanged(true);
    return undefined;
  };
  return (
    <div ref={form} className="space-y-4">
      {isChanged && <Notice tone="good">{t.passwordChanged}</Notice>}
      <Form submitLabel={t.changePassword} onSubmit={change}>
        <TextField
          label={texts.account.currentPassword}
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <TextField
          label={texts.account.newPassword}
          name="next"
          type="password"
          autoComplete="new-password"
          required
          minLength={SHORTEST_PASSWORD}
          hint={texts.account.passwordHint}
        />
      </Form>
    </div>
  );
}

interface Session {
  readonly id: string;
  readonly token: string;
  readonly createdAt: string;
  readonly userAgent: string | null;
}

function Sessions({ currentId }: { readonly currentId: string }) {
  const [sessions, setSessions] = useState<readonly Session[]>();
  const [wrong, setWrong] = useState<string>();
  const read = async (): Promise<void> => {
    const answer = await getAuth<readonly Session[]>('list-sessions');
    if (answer.ok) setSessions(answer.data.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)));
    else setWrong(answer.message);
  };
  useEffect(() => void read(), []);
  const end = async (path: string, body: object): Promise<void> => {
    const answer = await postAuth(path, body);
    if (answer.ok) await read();
    else setWrong(answer.message);
  };
  if (wrong !== undefined) return <Notice tone="danger">{wrong}</Notice>;
  if (!sessions) return <Skeleton className="h-16" />;
  return (
    <>
      <ul className="divide-y">
        {sessions.map(({ id, token, createdAt, userAgent }) => {
          const device = deviceOf(userAgent);
          const Icon = device.isSmall ? Smartphone : Laptop;
          return (
            <li key={id} className="flex items-center gap-3 py-3 first:pt-0 last:pb-0">
              <Icon className="size-5 shrink-0 text-muted" aria-hidden="true" />
              <div className="min-w-0 flex-1">
                <p className="truncate text-base font-medium">{device.name ?? t.unknownDevice}</p>
                <p className="text-sm text-muted">
                  {t.signedIn} <Time at={createdAt} />
                </p>
              </div>
              {id === currentId ? (
                <Badge tone="accent">{t.thisSession}</Badge>
              ) : (
                <Button
                  size="small"
                  aria-label={t.endSessionOf(device.name ?? t.unknownDevice, moment(createdAt))}
                  onClick={() => void end('revoke-session', { token })}
                >
                  {t.endSession}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && (
        <Button look="danger" className="mt-4" onClick={() => void end('revoke-other-sessions', {})}>
          {t.endOthers}
        </Button>
      )}
    </>
  );
}

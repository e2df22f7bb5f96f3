'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { mayAdminister } from '../shell/may.ts';
import type { Role } from '../graphql/schema.ts';
import { useAction, useAsk } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import { useChoice } from '../ui/use-choice.ts';
import { Invitations, InviteForm } from './invitations.tsx';
import {
  ChangeRoleDocument,
  RemoveMemberDocument,
  TeamMembersDocument,
  type MemberRowFragment,
} from './members.graphql.ts';
import { RoleSelect } from './role-select.tsx';

const t = texts.team.members;

export function MembersView({ role, userId }: { readonly role: Role | null; readonly userId: string }) {
  const administers = mayAdminister(role);
  const { data } = useSuspenseQuery(TeamMembersDocument, { variables: { administers } });
  const { edges, totalCount } = data.members;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Card title={t.title} hint={t.count(totalCount)}>
        <ul className="divide-y">
          {edges.map(({ node }) => (
            <Member key={node.id} member={node} role={role} isSelf={node.user.id === userId} />
          ))}
        </ul>
      </Card>
      {administers && (
        <div className="space-y-6">
          <InviteForm role={role} />
          <Invitations invitations={data.invitations ?? []} />
        </div>
      )}
    </div>
  );
}

function Member({
  member,
  role,
  isSelf,
}: {
  readonly member: MemberRowFragment;
  readonly role: Role | null;
  readonly isSelf: boolean;
}) {
  const { id, user, createdAt } = member;
  const [changeRole] = useAction(ChangeRoleDocument, {
    optimisticResponse: ({ role }) => ({ changeMemberRole: { __typename: 'Member', ...member, role } }),
  });
  const [isAsked, setAsked] = useState(false);
  const ask = useAsk();
  const change = async (next: Role): Promise<void> => {
    if (await changeRole({ id, role: next }))
      void toast(t.title, t.roleChanged(user.name, texts.team.roles[next].toLowerCase()));
  };
  const choice = useChoice(member.role, (next) => void change(next));
  const remove = async (): Promise<string | undefined> => {
    const outcome = await ask(RemoveMemberDocument, { id }, { changes: ['Member'] });
    return outcome.ok ? undefined : outcome.message;
  };
  // Of owners only owners decide.
  const isDecided = mayAdminister(role) && (member.role !== 'OWNER' || role === 'OWNER');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 first:pt-0 last:pb-0">
      <Avatar name={user.name} />
      <div className="min-w-44 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate text-base font-medium">{user.name}</span>
          {isSelf && <Badge tone="accent">{t.you}</Badge>}
        </p>
        <p className="truncate text-sm text-muted">
          {user.email} · {t.since} <Time at={createdAt} />
        </p>
      </div>
      {isDecided ? (
        <div className="flex items-center gap-1">
          <div className="w-32">
            <RoleSelect label={t.roleOf(user.name)} isLabelHidden grants={role} {...choice} />
          </div>
          {!isSelf && (
            <IconButton label={t.remove(user.name)} onClick={() => setAsked(true)}>
              <Trash2 aria-hidden="true" />
            </IconButton>
          )}
          <Confirm
            isOpen={isAsked}
            onClose={() => setAsked(false)}
            title={t.removeTitle(user.name)}
            description={t.removeText}
            action={t.removeAction}
            onConfirm={remove}
          />
        </div>
      ) : (
        <Badge>{texts.team.roles[member.role]}</Badge>
      )}
    </li>
  );
}

'use client';
import { useApolloClient } from '@apollo/client/react';
import { accepted } from '@facet/client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { why } from '../graphql/why.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Checkbox, TextField } from '../ui/field.tsx';
import { DeleteAccountDocument, type DeleteAccountMutation } from './delete-account.graphql.ts';

const t = texts.settings.deletion;
const Confirm = dynamic(() => import('../ui/confirm.tsx').then(({ Confirm }) => Confirm), { ssr: false });

type OwnerNeeded = Extract<DeleteAccountMutation['deleteAccount'], { readonly __typename: 'OwnerNeededError' }>;

/** Ends an account. Teams that nobody else owns are named first, and go along only where that is said of each. */
export function DeleteAccount() {
  const client = useApolloClient();
  const [isAsked, setAsked] = useState(false);
  const [teams, setTeams] = useState<OwnerNeeded['organizations']>([]);
  const close = (): void => {
    setAsked(false);
    setTeams([]);
  };
  const remove = async ({ password = '' }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    try {
      const organizations = teams.map(({ id }) => ({ organizationId: id }));
      const { data } = await client.mutate({ mutation: DeleteAccountDocument, variables: { password, organizations } });
      const answer = data!.deleteAccount;
      if (answer.__typename === 'OwnerNeededError') {
        setTeams(answer.organizations);
        return t.ownerNeeded;
      }
      accepted(answer);
    } catch (error) {
      return why(error);
    }
    location.assign('/sign-up');
    return new Promise(() => undefined);
  };
  return (
    <Card title={t.title} hint={t.hint}>
      <Button look="danger" onClick={() => setAsked(true)}>
        {t.action}
      </Button>
      {isAsked && (
        <Confirm
          isOpen
          onClose={close}
          title={t.question}
          description={t.hint}
          action={teams.length === 0 ? t.action : t.withTeams(teams.length)}
          onConfirm={remove}
        >
          {teams.map(({ id, name, members }) => (
            <Checkbox key={id} label={t.team(name, members)} required />
          ))}
          <TextField
            label={texts.account.currentPassword}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        </Confirm>
      )}
    </Card>
  );
}

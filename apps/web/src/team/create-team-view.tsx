'use client';
import { useAsk } from '../graphql/use-action.ts';
import { switchOrganization } from '../shell/switch-organization.ts';
import { texts } from '../texts/texts.ts';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { CreateOrganizationDocument } from './organization.graphql.ts';

const t = texts.team.create;

export function CreateTeamView() {
  const ask = useAsk();
  const create = async ({ name = '', slug = '' }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const outcome = await ask(CreateOrganizationDocument, { name, slug });
    if (!outcome.ok) return outcome.message;
    await switchOrganization(outcome.data.id, '/team');
    return new Promise(() => undefined);
  };
  return (
    <div className="mx-auto max-w-md">
      <PageHeading title={t.title} note={t.hint} />
      <Form submitLabel={t.action} onSubmit={create}>
        <TextField label={t.name} name="name" required maxLength={100} autoComplete="organization" />
        <TextField
          label={t.slug}
          name="slug"
          required
          hint={t.slugHint}
          pattern="[a-z0-9][a-z0-9\-]{1,59}"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Form>
    </div>
  );
}

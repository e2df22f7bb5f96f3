'use client';
import { useAsk } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { Confirm } from '../ui/confirm.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { tagsOf } from './tags-of.ts';
import { ChangeTokenDocument } from './token-change.graphql.ts';

const t = texts.token.change;

/** What people call a token, and what they have noted of it. */
export function TokenChange({
  token,
  onClose,
}: {
  readonly token: {
    readonly id: string;
    readonly name: string;
    readonly notes: string;
    readonly tags: readonly string[];
  };
  readonly onClose: () => void;
}) {
  const ask = useAsk();
  const change = async (fields: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { name = '', notes = '', tags = '' } = fields;
    const outcome = await ask(
      ChangeTokenDocument,
      { tokenId: token.id, name: name.trim(), notes, tags: tagsOf(tags) },
      { changes: ['Token'] },
    );
    return outcome.ok ? undefined : outcome.message;
  };
  return (
    <Confirm isOpen onClose={onClose} title={t.title} action={t.save} actionLook="primary" onConfirm={change}>
      <TextField label={t.name} name="name" defaultValue={token.name} required maxLength={100} autoComplete="off" />
      <TextArea label={t.notes} hint={t.notesHint} name="notes" defaultValue={token.notes} maxLength={5000} rows={3} />
      <TextField
        label={texts.token.tags}
        hint={texts.shelf.batch.addHint}
        name="tags"
        defaultValue={token.tags.join(', ')}
        maxLength={1000}
        autoComplete="off"
      />
    </Confirm>
  );
}

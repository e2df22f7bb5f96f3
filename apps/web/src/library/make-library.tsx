'use client';
import type { Visibility } from '../graphql/schema.ts';
import { useAsk } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { Confirm } from '../ui/confirm.tsx';
import { toast } from '../ui/toast.ts';
import { LibraryFields } from './library-fields.tsx';
import { MakeEmptyLibraryDocument } from './library.graphql.ts';

const t = texts.shelf.library;

export function MakeLibrary({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: (id: string) => void;
}) {
  const ask = useAsk();
  const make = async (fields: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { name = '', description = '', visibility } = fields;
    const outcome = await ask(
      MakeEmptyLibraryDocument,
      { name, description, visibility: visibility as Visibility },
      { changes: ['Library'] },
    );
    if (!outcome.ok) return outcome.message;
    void toast(texts.library.title, t.made(name));
    onMade(outcome.data.id);
    return undefined;
  };
  return (
    <Confirm isOpen onClose={onClose} title={t.make} action={t.makeAction} actionLook="primary" onConfirm={make}>
      <LibraryFields />
    </Confirm>
  );
}

'use client';
import { useRouter } from 'next/navigation';
import { postAuth } from '../account/auth.ts';
import { texts } from '../texts/texts.ts';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { toast } from '../ui/toast.ts';

const t = texts.settings;

/** How others see somebody. */
export function NameForm({ name }: { readonly name: string }) {
  const router = useRouter();
  const rename = async (fields: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const next = (fields['name'] ?? '').trim();
    if (next === '') return texts.account.nameEmpty;
    const answer = await postAuth('update-user', { name: next });
    if (!answer.ok) return answer.message;
    void toast(t.profile, t.renamed(next));
    // The name stands around the page, too.
    router.refresh();
    return undefined;
  };
  return (
    <Form submitLabel={t.rename} submitLook="secondary" isRow isEmptied={false} onSubmit={rename}>
      <TextField
        key={name}
        label={texts.account.name}
        name="name"
        autoComplete="name"
        defaultValue={name}
        required
        maxLength={100}
      />
    </Form>
  );
}

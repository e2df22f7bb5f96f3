'use client';
import { useAsk } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { Select, TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { toast } from '../ui/toast.ts';
import { OfferLibraryDocument, type SharedLibraryFragment } from './sharing.graphql.ts';

const t = texts.team.sharing;

/** Of private libraries nobody else knows, so they are offered to nobody. */
export function OfferForm({
  libraries,
}: {
  readonly libraries: readonly Pick<SharedLibraryFragment, 'id' | 'name' | 'visibility'>[];
}) {
  const ask = useAsk();
  const shared = libraries.filter(({ visibility }) => visibility === 'ORGANIZATION');
  if (shared.length === 0) return <p className="text-sm text-muted">{t.noLibraries}</p>;
  const offer = async ({
    libraryId = '',
    slug = '',
  }: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const outcome = await ask(OfferLibraryDocument, { libraryId, slug: slug.trim() }, { changes: ['LibraryOffer'] });
    if (!outcome.ok) return outcome.message;
    void toast(t.own, t.offeredTo(slug.trim()));
    return undefined;
  };
  return (
    <Form submitLabel={t.offer} submitLook="secondary" onSubmit={offer} isEmptied>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select label={t.library} name="libraryId">
          {shared.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <TextField label={t.toSlug} name="slug" required autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </div>
    </Form>
  );
}

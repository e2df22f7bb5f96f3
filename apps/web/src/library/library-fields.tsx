import type { Visibility } from '../graphql/schema.ts';
import { texts } from '../texts/texts.ts';
import { Select, TextField } from '../ui/field.tsx';
import type { LibraryAboutFragment } from './library.graphql.ts';

const t = texts.shelf.library;
const CHOICES: readonly Visibility[] = ['ORGANIZATION', 'PRIVATE'];

/** What is said of a library when it is made or changed. */
export function LibraryFields({ library }: { readonly library?: LibraryAboutFragment }) {
  return (
    <>
      <TextField label={t.name} name="name" required maxLength={100} defaultValue={library?.name} autoComplete="off" />
      <TextField
        label={t.description}
        name="description"
        maxLength={500}
        defaultValue={library?.description}
        autoComplete="off"
      />
      <Select label={t.who} name="visibility" defaultValue={library?.visibility ?? 'ORGANIZATION'}>
        {CHOICES.map((value) => (
          <option key={value} value={value}>
            {t.whoChoices[value]}
          </option>
        ))}
      </Select>
    </>
  );
}

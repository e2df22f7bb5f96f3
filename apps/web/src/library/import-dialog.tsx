'use client';
import { useApolloClient } from '@apollo/client/react';
import { CircleCheck, FileBox, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ATTRIBUTES } from '../attributes/attributes.ts';
import { readAgain } from '../graphql/read-again.ts';
import type { TokenAttribute } from '../graphql/schema.ts';
import { fileSize, percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, Select, TextField } from '../ui/field.tsx';
import { FileButton } from '../ui/file-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { libraryOptions, useOwnLibraries } from './own-libraries.tsx';
import { MAX_BYTES, useTokenFiles, type TokenUpload } from './use-token-files.ts';

const t = texts.shelf.import;
const ACCEPT = '.safetensors,.pt,.bin';

/** Brings token files into a library: Facet's own, and embeddings of other tools, of which it asks what they do not say. */
export function ImportDialog({
  files,
  libraryId,
  organizationId,
  onClose,
}: {
  /** That were dropped on the page. */
  readonly files: readonly File[];
  readonly libraryId: string | undefined;
  readonly organizationId: string;
  readonly onClose: () => void;
}) {
  const client = useApolloClient();
  const libraries = useOwnLibraries() ?? [];
  const { uploads, add, change, send, remove } = useTokenFiles(organizationId);
  const [into, setInto] = useState(libraryId);
  const [isBusy, setBusy] = useState(false);
  const taken = useRef<readonly File[]>([]);
  useEffect(() => {
    if (taken.current === files) return;
    taken.current = files;
    add(files);
  }, [files, add]);
  const target = libraries.find(({ id }) => id === into)?.id ?? libraries[0]?.id;
  const waiting = uploads.filter(
    ({ state, file }) => (state.at === 'chosen' || state.at === 'refused') && file.size <= MAX_BYTES,
  );
  const start = async (): Promise<void> => {
    if (target === undefined) return;
    setBusy(true);
    const all = await Promise.all(waiting.map((upload) => send(upload, target)));
    setBusy(false);
    if (all.includes(true)) await readAgain(client, ['Token']);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t.title} description={t.hint} closeLabel={texts.close}>
      <form
        method="post"
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <ul className="space-y-3">
          {uploads.map((upload) => (
            <Row
              key={upload.key}
              upload={upload}
              onChange={(changes) => change(upload.key, changes)}
              onRemove={() => remove(upload.key)}
            />
          ))}
        </ul>
        <FileButton accept={ACCEPT} isMultiple size="medium" look="secondary" className="w-full" onFiles={add}>
          {t.choose}
        </FileButton>
        <Select label={t.into} value={target ?? ''} onChange={({ target }) => setInto(target.value)} required>
          {libraryOptions(libraries)}
        </Select>
        <Button
          type="submit"
          look="primary"
          className="w-full"
          busy={isBusy}
          disabled={waiting.length === 0 || target === undefined}
        >
          {t.start(waiting.length)}
        </Button>
      </form>
    </Dialog>
  );
}

function Row({
  upload,
  onChange,
  onRemove,
}: {
  readonly upload: TokenUpload;
  readonly onChange: (changes: Partial<TokenUpload>) => void;
  readonly onRemove: () => void;
}) {
  const { file, name, isForeign, attribute, word, allowPickle, state } = upload;
  const isTooLarge = file.size > MAX_BYTES;
  const isOpen = (state.at === 'chosen' || state.at === 'refused') && !isTooLarge;
  return (
    <li aria-label={file.name} className="space-y-3 rounded-lg border p-3">
      <div className="flex items-center gap-3">
        {state.at === 'done' ? (
          <CircleCheck className="size-5 shrink-0 text-good" aria-hidden="true" />
        ) : (
          <FileBox className="size-5 shrink-0 text-muted" aria-hidden="true" />
        )}
        <p className="min-w-0 flex-1 truncate text-sm font-medium">{file.name}</p>
        {state.at === 'done' ? (
          <span className="text-sm text-muted">{t.done(state.count)}</span>
        ) : (
          <IconButton label={t.remove(file.name)} onClick={onRemove} disabled={state.at === 'sending'}>
            <X aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {isTooLarge && <Notice tone="danger">{t.tooLarge(fileSize(file.size))}</Notice>}
      {state.at === 'refused' && <Refusal {...state} isClosed={!allowPickle && isPickle(file)} />}
      {state.at === 'sending' && (
        <div className="space-y-1.5">
          <Progress label={t.sending(percent(state.share))} value={state.share} of={1} />
          <p className="text-sm text-muted">{state.share < 1 ? t.sending(percent(state.share)) : t.reading}</p>
        </div>
      )}
      {isOpen && (
        <TextField
          label={t.name}
          value={name}
          required
          maxLength={100}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      )}
      {isOpen && isForeign && (
        <fieldset className="space-y-3">
          <legend className="text-sm font-medium">{t.foreign}</legend>
          <p className="text-sm text-muted">{t.foreignHint}</p>
          <div className="grid gap-3 sm:grid-cols-2">
            <Select
              label={t.attribute}
              value={attribute}
              onChange={({ target }) => onChange({ attribute: target.value as TokenAttribute })}
            >
              {[...ATTRIBUTES, 'TOKEN' as const].map((each) => (
                <option key={each} value={each}>
                  {texts.attributes[each]}
                </option>
              ))}
            </Select>
            <TextField
              label={t.word}
              value={word}
              required
              maxLength={50}
              hint={t.wordHint}
              onChange={({ target }) => onChange({ word: target.value })}
            />
          </div>
          {isPickle(file) && (
            <Checkbox
              label={t.pickle}
              checked={allowPickle}
              onChange={({ target }) => onChange({ allowPickle: target.checked })}
            />
          )}
        </fieldset>
      )}
    </li>
  );
}

const isPickle = ({ name }: File): boolean => /\.(pt|bin)$/i.test(name);

/** In plain words; what the API says in its own is there for who wants to know. */
function Refusal({
  why,
  reason,
  isClosed,
}: {
  readonly why: string;
  readonly reason: string | undefined;
  /** It is of a kind that is only read where somebody says so. */
  readonly isClosed: boolean;
}) {
  const plain =
    isClosed && reason === 'unsupported-format'
      ? t.needsPickle
      : (t.reasons[reason as keyof typeof t.reasons] as string | undefined);
  return (
    <Notice tone="danger">
      {plain ?? why}
      {plain && (
        <details className="mt-1 text-muted">
          <summary>{t.why}</summary>
          <p className="break-words">{why}</p>
        </details>
      )}
    </Notice>
  );
}

'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../graphql/use-action.ts';
import type { TokenAttribute } from '../graphql/schema.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { ExportChosenDocument } from './export.graphql.ts';
import { FORMATS, linesFor, TARGETS, type Target } from './export-targets.ts';

const t = texts.shelf.export;

interface Exported {
  readonly warning: string | null;
  readonly files: readonly {
    readonly name: string;
    readonly file: { readonly url: string };
    readonly tokens: readonly { readonly attribute: TokenAttribute }[];
  }[];
}

/** Writes tokens as files for another tool, and says by which line that tool takes them. */
export function ExportDialog({
  tokens,
  onClose,
}: {
  readonly tokens: readonly { readonly id: string }[];
  readonly onClose: () => void;
}) {
  const ask = useAsk();
  const [target, setTarget] = useState<Target>('facet');
  const [exported, setExported] = useState<Exported>();
  const [wrong, setWrong] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const choose = (next: Target): void => {
    setTarget(next);
    setExported(undefined);
    setWrong(undefined);
  };
  const make = async (): Promise<void> => {
    setBusy(true);
    const outcome = await ask(ExportChosenDocument, { ids: tokens.map(({ id }) => id), format: FORMATS[target] });
    setBusy(false);
    if (outcome.ok) setExported(outcome.data);
    setWrong(outcome.ok ? undefined : outcome.message);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t.title(tokens.length)} closeLabel={texts.close}>
      <div className="space-y-5">
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">{t.for}</legend>
          <div className="divide-y rounded-lg border">
            {TARGETS.map((each) => (
              <label key={each} className="flex cursor-pointer items-start gap-3 px-3 py-2.5">
                <input
                  type="radio"
                  name="target"
                  value={each}
                  checked={each === target}
                  onChange={() => choose(each)}
                  className="mt-1 size-4 shrink-0 accent-accent"
                />
                <span>
                  <span className="block text-base font-medium">{t.targets[each]}</span>
                  <span className="block text-sm text-muted">{t.hints[each]}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        {wrong !== undefined && <Notice tone="danger">{wrong}</Notice>}
        {exported ? (
          <Result exported={exported} target={target} />
        ) : (
          <Button look="primary" className="w-full" busy={isBusy} onClick={() => void make()}>
            {t.make}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Result({ exported: { files, warning }, target }: { readonly exported: Exported; readonly target: Target }) {
  return (
    <div role="status" className="space-y-5">
      <section>
        <h3 className="text-sm font-semibold">{t.files}</h3>
        <p className="mb-2 text-sm text-muted">{t.filesHint}</p>
        <ul className="space-y-2">
          {files.map(({ name, file }) => (
            <li key={name}>
              <a
                href={file.url}
                download={name}
                aria-label={t.download(name)}
                className="flex h-10 items-center gap-3 rounded-md border px-3 text-sm font-medium hover:bg-sunken"
              >
                <Download className="size-4 shrink-0 text-muted" aria-hidden="true" />
                <span className="min-w-0 truncate">{name}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className="text-sm font-semibold">{t.lines}</h3>
        <p className="mb-2 text-sm text-muted">{t.places[target]}</p>
        <Copyable text={linesFor(target, files)} label={t.copyLines} copiedLabel={texts.copied} isBlock />
      </section>
      {warning && <Notice tone="warn">{warning}</Notice>}
    </div>
  );
}

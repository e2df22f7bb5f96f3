'use client';
import { Columns2, Download, RotateCcw } from 'lucide-react';
import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { facts, type Drawn } from './differences.ts';
import { METADATA, useDownload } from './download.ts';
import { PublicLink } from './public-link.tsx';

const t = texts.compose;

/** One picture at large, with what it was drawn by and what can be done with it. */
export function PictureView({
  drawn,
  onRestore,
  onCompare,
}: {
  readonly drawn: Drawn;
  readonly onRestore: () => void;
  readonly onCompare: () => void;
}) {
  const { output } = drawn;
  const save = useDownload();
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <img
        src={output.large?.url}
        alt={t.result(output.seed)}
        width={output.width}
        height={output.height}
        className="picture mx-auto aspect-square w-full max-w-[min(100%,72dvh)] rounded-lg border object-contain"
      />
      <div className="min-w-0 space-y-6">
        <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2 text-sm">
          {facts(drawn).map(({ label, attribute, value }) => (
            <div key={label} className="contents">
              <dt className="text-muted">{attribute ? <AttributeLabel attribute={attribute} /> : label}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-wrap gap-2">
          <Button size="small" look="primary" onClick={onRestore}>
            <RotateCcw aria-hidden="true" />
            {t.restore}
          </Button>
          <Button size="small" onClick={onCompare}>
            <Columns2 aria-hidden="true" />
            {t.compare.with}
          </Button>
        </div>
        <section>
          <h3 className="mb-2 text-sm">{t.download}</h3>
          <ul className="space-y-2">
            {METADATA.map((metadata) => (
              <li key={metadata}>
                <button
                  type="button"
                  onClick={() => save(output.id, metadata)}
                  className="flex w-full items-start gap-3 rounded-lg border p-3 text-left transition-colors hover:bg-sunken"
                >
                  <Download className="mt-0.5 size-4 shrink-0 text-muted" aria-hidden="true" />
                  <span>
                    <span className="block text-sm font-medium">{t.downloads[metadata].title}</span>
                    <span className="block text-xs text-muted">{t.downloads[metadata].note}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
        <PublicLink outputId={output.id} />
      </div>
    </div>
  );
}

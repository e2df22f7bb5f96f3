'use client';
import { accepted } from '@facet/client';
import { useMutation, useSuspenseQuery } from '@apollo/client/react';
import { ChevronDown, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import Link from 'next/link';
import { useCallback, useEffect, useRef, useState } from 'react';
import { why } from '../graphql/why.ts';
import { DropZone } from '../uploads/drop-zone.tsx';
import { takeHandedFiles } from '../uploads/handed-files.ts';
import { SamplePictures } from '../uploads/sample-pictures.tsx';
import type { PictureCardFragment } from '../uploads/uploads.graphql.ts';
import { useUploads, type PictureUpload } from '../uploads/use-uploads.ts';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Picture } from '../tokens/proof.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Select, TextField } from '../ui/field.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { seedBounds, stepsBounds, wrongNumber } from './number-field.ts';
import { MakeLibraryDocument, NewRunDocument, StartRunDocument } from './new-run.graphql.ts';

const t = texts.upload;

/** What somebody has written beside a picture, in place of what is taken otherwise. */
interface Wishes {
  readonly name?: string;
  readonly objectWord?: string;
  /** One run for each press of the button, however often its answer is lost. */
  readonly mutationKey: string;
}

export function NewRunView({
  organizationId,
  given,
}: {
  readonly organizationId: string;
  /** A picture that is there already. */
  readonly given?: PictureCardFragment | undefined;
}) {
  const router = useRouter();
  const { data } = useSuspenseQuery(NewRunDocument);
  const model = data.models.find(({ devices }) => devices.length > 0);
  const libraries = data.libraries.edges.map(({ node }) => node);
  const { uploads, add, addFrom, retry, remove } = useUploads(organizationId, given);
  useEffect(() => add(takeHandedFiles()), [add]);
  const [wishes, setWishes] = useState<Readonly<Record<string, Wishes>>>({});
  const [libraryId, setLibraryId] = useState<string>();
  const [settings, setSettings] = useState<Readonly<{ method?: string; steps?: string; seed?: string; size?: string }>>(
    {},
  );
  const chosen = model?.methodDefaults.find(({ method }) => method === (settings.method ?? model.defaultMethod));
  const multiple = model?.pixelsMultiple ?? 1;
  const wrongSettings = {
    steps: wrongNumber(settings.steps, stepsBounds(chosen?.minSteps)),
    seed: wrongNumber(settings.seed, seedBounds),
    size: wrongNumber(settings.size, { min: multiple, multiple }),
  };
  const advanced = useRef<HTMLDetailsElement>(null);
  const [isStarting, setStarting] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [startRun] = useMutation(StartRunDocument);
  const [makeLibrary] = useMutation(MakeLibraryDocument);

  const ready = uploads.flatMap((upload) =>
    upload.state.at === 'ready' ? [{ upload, imageId: upload.state.imageId }] : [],
  );
  const isOnTheWay = uploads.some(({ state }) => state.at !== 'ready' && state.at !== 'refused');
  const wish = useCallback(
    (key: string, change: Partial<Wishes>): void =>
      setWishes((before) => ({
        ...before,
        [key]: { ...(before[key] ?? { mutationKey: crypto.randomUUID() }), ...change },
      })),
    [],
  );

  const start = async (): Promise<void> => {
    setWrong(undefined);
    if (Object.values(wrongSettings).some((each) => each !== undefined)) {
      advanced.current!.open = true;
      advanced.current!.querySelector<HTMLElement>('[aria-invalid]')?.focus();
      return;
    }
    setStarting(true);
    try {
      const into = libraryId ?? libraries[0]?.id ?? (await newLibrary());
      const ids = await Promise.all(
        ready.map(async ({ upload, imageId }) => {
          const { name = '', objectWord = '', mutationKey = upload.key } = wishes[upload.key] ?? {};
          const { data: answer } = await startRun({
            variables: {
              imageId,
              libraryId: into,
              name: name.trim() || upload.name,
              ...(objectWord.trim() !== '' && { objectWord: objectWord.trim() }),
              ...(settings.method && { method: settings.method }),
              ...(settings.steps && { steps: Number(settings.steps) }),
              ...(settings.seed && { seed: Number(settings.seed) }),
              ...(settings.size && { size: Number(settings.size) }),
              key: mutationKey,
            },
          });
          return accepted(answer!.startInversion).id;
        }),
      );
      router.push(ids.length === 1 ? `/runs/${encodeURIComponent(ids[0]!)}` : '/runs');
    } catch (error) {
      setWrong(why(error));
      setStarting(false);
    }
  };
  const newLibrary = async (): Promise<string> => {
    const { data: made } = await makeLibrary({ variables: { name: t.newLibrary, key: `first-${organizationId}` } });
    return accepted(made!.createLibrary).id;
  };

  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading title={t.title} />
      <div className="space-y-5">
        {!model && <Notice tone="warn">{t.noModel}</Notice>}
        <DropZone onFiles={add} onAddress={addFrom} isSmall={uploads.length > 0} />
        {uploads.length === 0 && model && <SamplePictures samples={model.samples} onFile={(file) => add([file])} />}
        {uploads.length > 0 && (
          <ul className="space-y-3">
            {uploads.map((upload) => (
              <Row
                key={upload.key}
                upload={upload}
                wishes={wishes[upload.key]}
                findsWord={model?.findsObjectWord ?? false}
                onWish={(change) => wish(upload.key, change)}
                onRetry={() => retry(upload)}
                onRemove={() => remove(upload.key)}
              />
            ))}
          </ul>
        )}
        {uploads.length > 0 && (
          <>
            <details ref={advanced} className="group rounded-xl border bg-surface shadow-card">
              <summary className="flex h-11 list-none items-center justify-between px-4 text-sm font-medium">
                {t.advanced}
                <ChevronDown
                  className="size-4 text-muted transition-transform group-open:rotate-180"
                  aria-hidden="true"
                />
              </summary>
              <div className="grid gap-4 border-t p-4 sm:grid-cols-2">
                {model && (
                  <Select
                    label={t.method}
                    value={settings.method ?? model.defaultMethod}
                    hint={t.methodHint(model.defaultMethod)}
                    onChange={({ target }) => setSettings({ ...settings, method: target.value })}
                  >
                    {model.methods.map((method) => (
                      <option key={method}>{method}</option>
                    ))}
                  </Select>
                )}
                <TextField
                  label={t.steps}
                  type="number"
                  inputMode="numeric"
                  min={chosen?.minSteps}
                  placeholder={chosen && String(chosen.steps)}
                  hint={chosen && t.stepsHint(chosen.steps)}
                  error={wrongSettings.steps}
                  value={settings.steps ?? ''}
                  onChange={({ target }) => setSettings({ ...settings, steps: target.value })}
                />
                <TextField
                  label={t.seed}
                  type="number"
                  inputMode="numeric"
                  min={0}
                  placeholder="0"
                  error={wrongSettings.seed}
                  value={settings.seed ?? ''}
                  onChange={({ target }) => setSettings({ ...settings, seed: target.value })}
                />
                {model?.pixelsMultiple && (
                  <TextField
                    label={t.size}
                    type="number"
                    inputMode="numeric"
                    min={model.pixelsMultiple}
                    step={model.pixelsMultiple}
                    placeholder={String(model.pixels)}
                    hint={t.sizeHint(model.pixelsMultiple)}
                    error={wrongSettings.size}
                    value={settings.size ?? ''}
                    onChange={({ target }) => setSettings({ ...settings, size: target.value })}
                  />
                )}
              </div>
            </details>
            {wrong !== undefined && <Notice tone="danger">{wrong}</Notice>}
            <div className="flex flex-wrap items-end justify-end gap-3">
              <div className="w-56">
                <Select
                  label={t.library}
                  value={libraryId ?? libraries[0]?.id ?? ''}
                  onChange={({ target }) => setLibraryId(target.value)}
                >
                  {libraries.length === 0 && <option value="">{t.newLibrary}</option>}
                  {libraries.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              </div>
              <Button
                look="primary"
                busy={isStarting}
                disabled={ready.length === 0 || isOnTheWay || !model}
                onClick={() => void start()}
              >
                {ready.length > 1 ? t.startAll(ready.length) : t.start}
              </Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Row({
  upload,
  wishes,
  findsWord,
  onWish,
  onRetry,
  onRemove,
}: {
  readonly upload: PictureUpload;
  readonly wishes: Wishes | undefined;
  readonly findsWord: boolean;
  readonly onWish: (change: Partial<Wishes>) => void;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}) {
  const { name, file, address, state } = upload;
  const shownName = file?.name ?? name;
  const [isBroken, setBroken] = useState(false);
  return (
    <li aria-label={shownName} className="flex gap-4 rounded-xl border bg-surface p-3 shadow-card">
      <Picture
        url={isBroken ? undefined : address}
        onError={() => setBroken(true)}
        className="size-24 shrink-0 rounded-lg"
      />
      <div className="min-w-0 flex-1">
        {state.at === 'refused' ? (
          <>
            <p className="mb-2 truncate text-sm font-medium">{shownName}</p>
            <Notice
              tone="danger"
              action={
                state.mayRetry && (
                  <Button size="small" onClick={onRetry}>
                    {t.retry}
                  </Button>
                )
              }
            >
              {state.why}
            </Notice>
          </>
        ) : (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label={t.pictureName}
              maxLength={100}
              value={wishes?.name ?? name}
              onChange={({ target }) => onWish({ name: target.value })}
            />
            <TextField
              label={t.objectWord}
              maxLength={50}
              value={wishes?.objectWord ?? ''}
              hint={findsWord ? t.objectFound : t.objectHint}
              onChange={({ target }) => onWish({ objectWord: target.value })}
            />
          </div>
        )}
        <div aria-live="polite" className="mt-2 text-sm text-muted">
          {state.at === 'checking' && t.checking}
          {state.at === 'sending' && (
            <>
              {t.sending(percent(state.share))}
              <Progress label={t.sending(percent(state.share))} value={state.share} of={1} className="mt-1" />
            </>
          )}
          {state.at === 'fetching' && t.fetching}
          {state.at === 'ready' &&
            (state.earlier ? (
              <Link
                href={`/pictures/${encodeURIComponent(state.imageId)}`}
                className="text-ink underline hover:no-underline"
              >
                {t.known(state.earlier.name)}
              </Link>
            ) : (
              t.ready
            ))}
        </div>
      </div>
      <IconButton label={t.remove(shownName)} onClick={onRemove}>
        <X aria-hidden="true" />
      </IconButton>
    </li>
  );
}

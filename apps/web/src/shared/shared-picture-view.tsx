import { Download } from 'lucide-react';
import Link from 'next/link';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Logo } from '../ui/logo.tsx';
import type { SharedPicture } from './read-shared-picture.ts';

const t = texts.shared;
const c = texts.compose;
type Recipe = NonNullable<SharedPicture['recipe']>;
const ATTRIBUTES = ['color', 'style', 'object', 'layout'] as const;

/** One picture, for whoever has its link: no account, nothing else of whose it is. */
export function SharedPictureView({ secret, picture }: { readonly secret: string; readonly picture: SharedPicture }) {
  const { width, height, maker, recipe } = picture;
  const file = `/shared/${encodeURIComponent(secret)}/picture.png`;
  return (
    <main
      className={cx(
        'mx-auto flex min-h-dvh flex-col gap-6 px-4 py-8',
        recipe ? 'max-w-[calc(78dvh+26rem)]' : 'max-w-[calc(78dvh+2rem)]',
      )}
    >
      <Link href="/" className="flex items-center gap-2.5 self-start text-lg font-semibold tracking-tight">
        <Logo className="size-6" />
        {texts.name}
      </Link>
      <h1 className="sr-only">{t.title}</h1>
      <div className={cx('grid items-start gap-6', recipe && 'lg:grid-cols-[minmax(0,1fr)_22rem]')}>
        <img
          src={file}
          alt={maker === null ? t.title : t.by(maker)}
          width={width}
          height={height}
          className="picture aspect-square w-full rounded-lg border object-contain"
        />
        <div className="space-y-6">
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p className="text-sm text-muted">
              {[maker !== null && t.by(maker), t.size(width, height)].filter(Boolean).join(' · ')}
            </p>
            <ButtonLink href={file} prefetch={false} download="picture.png" size="small">
              <Download aria-hidden="true" />
              {c.download}
            </ButtonLink>
          </div>
          {recipe && (
            <section className="rounded-xl border bg-surface p-5 shadow-card">
              <h2 className="mb-3 text-base">{t.recipe}</h2>
              <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2 text-sm">
                {factsOf(recipe).map(([label, value]) => (
                  <div key={label} className="contents">
                    <dt className="text-muted">{label}</dt>
                    <dd className="min-w-0 break-words">{value}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
          <p className="text-sm text-pretty text-muted">{t.about}</p>
        </div>
      </div>
    </main>
  );
}

/** What it was drawn by; what was left empty says nothing to who sees the picture alone. */
const factsOf = (recipe: Recipe): readonly (readonly [label: string, value: string])[] =>
  [
    ...ATTRIBUTES.map((attribute) => slotFact(recipe, attribute)),
    [c.prompt, recipe.prompt] as const,
    [c.negative, recipe.negativePrompt] as const,
    [c.seed, String(recipe.seed)] as const,
    [c.steps, String(recipe.steps)] as const,
    [c.guidance, String(recipe.guidance)] as const,
    [c.scheduler, recipe.scheduler] as const,
  ].flatMap(([label, value]) => (value ? [[label, value] as const] : []));

function slotFact({ slots, words }: Recipe, attribute: (typeof ATTRIBUTES)[number]) {
  const slot = slots.find((each) => each.attribute === attribute);
  const word = words[attribute];
  const label = texts.attributes[attribute.toUpperCase() as Uppercase<typeof attribute>];
  if (slot) return [label, slot.strength === 1 ? slot.token : `${slot.token}, ${percent(slot.strength)}`] as const;
  return [label, word === undefined ? null : `“${word}”`] as const;
}

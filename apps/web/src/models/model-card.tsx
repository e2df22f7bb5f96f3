import { modelTexts } from '../texts/model-texts.ts';
import type { ModelsPageQuery } from './models.graphql.ts';

type CardText = NonNullable<ModelsPageQuery['models'][number]['card']>;
type Section = CardText['sections'][number];

const t = modelTexts.card;

/** Where the model fails, in the words of whoever made it; or that nobody has said it. */
export function CardLimits({ card }: { readonly card: CardText | null }) {
  const sections = card?.sections.filter(({ topic }) => topic === 'LIMITS') ?? [];
  return (
    <>
      <h3 className="text-sm font-medium tracking-normal">{t.limits}</h3>
      {sections.length === 0 && <p className="text-muted">{card ? t.noLimits : t.none}</p>}
      <CardSections sections={sections} heading={sections.length > 1 ? 'h4' : undefined} />
    </>
  );
}

/** Who may do what with it, and what it was made of. */
export function CardSources({ card }: { readonly card: CardText | null }) {
  const sections = card?.sections.filter(({ topic }) => topic !== 'LIMITS') ?? [];
  const isSilent = sections.length === 0 && !card?.license;
  return (
    <div className="space-y-3 text-sm text-pretty">
      {isSilent && <p className="text-muted">{card ? t.noSources : t.none}</p>}
      {card?.license && <p>{t.license(card.license)}</p>}
      <CardSections sections={sections} heading="h3" />
    </div>
  );
}

function CardSections({
  sections,
  heading: Heading,
}: {
  readonly sections: readonly Section[];
  /** Undefined: what is above has said it. */
  readonly heading: 'h3' | 'h4' | undefined;
}) {
  return sections.map(({ title, blocks }, index) => (
    <section key={index} aria-label={title} className="space-y-2 [overflow-wrap:anywhere]">
      {Heading && <Heading className="text-sm font-medium tracking-normal">{title}</Heading>}
      {blocks.map(({ kind, text }, place) =>
        kind === 'ITEM' ? (
          <p key={place} className="relative pl-4 before:absolute before:left-1 before:content-['·']">
            {text}
          </p>
        ) : (
          <p key={place}>{text}</p>
        ),
      )}
    </section>
  ));
}

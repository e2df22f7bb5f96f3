import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Notice } from '../ui/notice.tsx';
import type { RunStateFragment } from './run.graphql.ts';

const t = texts.runs.assessment;

type Assessment = NonNullable<RunStateFragment['assessment']>;

/** What speaks against taking this picture apart, said within seconds of the start, while one may still cancel. */
export function AssessmentWarnings({ assessment }: { readonly assessment: Assessment }) {
  if (assessment.warnings.length === 0) return null;
  return (
    <Notice tone="warn" className="mb-6">
      <ul aria-label={t.warnings} className="space-y-1.5">
        {assessment.warnings.map(({ code, attribute, message }) => (
          <li key={`${code} ${attribute}`} className="text-pretty">
            {attribute && (
              <span className="mr-2 align-middle">
                <AttributeLabel attribute={attribute} />
              </span>
            )}
            {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The words that the model has for the picture, with how sure it is of each. */
export function FoundWords({
  assessment: { words },
  named,
}: {
  readonly assessment: Assessment;
  /** What somebody has said that the picture shows, of which nobody asked the model. */
  readonly named: string | null;
}) {
  const isNamed = (attribute: string): boolean => attribute === 'OBJECT' && named !== null;
  return (
    <ul className="space-y-2.5">
      {words.map(({ attribute, word, confidence }) => (
        <li key={attribute}>
          <div className="flex items-baseline justify-between gap-3">
            <AttributeLabel attribute={attribute} />
            <p className="min-w-0 text-right text-sm">
              <span className="font-medium">{word}</span>{' '}
              <span className="text-xs text-muted tabular-nums">
                {isNamed(attribute) ? t.named : t.sure(percent(confidence))}
              </span>
            </p>
          </div>
          {!isNamed(attribute) && (
            <meter className="meter mt-1" min={0} max={1} value={confidence} aria-label={t.sureOf(word)} />
          )}
        </li>
      ))}
    </ul>
  );
}

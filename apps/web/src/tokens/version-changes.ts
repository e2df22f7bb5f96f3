import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { leakageText } from './leakage.ts';
import type { TokenVersionFragment } from './versions.graphql.ts';

const t = texts.versions;
const NONE = texts.versions.none;

/** How many colours of a palette are named. */
const MAIN = 3;

/** What of a version can be said in a word, each with its name. */
const FACTS: readonly (readonly [name: string, of: (version: TokenVersionFragment) => string])[] = [
  [t.facts.picture, ({ inversion, source }) => inversion?.image?.name ?? t.sources[source]],
  [t.facts.method, ({ method }) => method],
  [t.facts.steps, ({ steps }) => String(steps)],
  [t.facts.model, ({ modelName }) => modelName],
  [t.facts.initialWord, ({ initialWord }) => `“${initialWord}”`],
  [t.facts.objectWord, ({ objectWord }) => `“${objectWord}”`],
  [
    t.facts.palette,
    ({ palette }) =>
      palette
        .slice(0, MAIN)
        .map(({ name }) => name)
        .join(', ') || NONE,
  ],
  [t.facts.holds, ({ leakReport }) => share(leakReport?.holds)],
  [t.facts.brings, ({ leakReport }) => leakageText(leakReport)],
];

const share = (value: number | null | undefined): string => (value == null ? NONE : percent(value));

export interface VersionChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What a version says otherwise than another one. What its vectors are is in no word: two that say the same may differ all the same. */
export const changesBetween = (before: TokenVersionFragment, after: TokenVersionFragment): readonly VersionChange[] =>
  FACTS.map(([name, of]) => ({ name, before: of(before), after: of(after) })).filter(
    ({ before, after }) => before !== after,
  );

/** The oldest version that has the same content as this one, if that is another. */
export function sameAs(
  version: TokenVersionFragment,
  all: readonly TokenVersionFragment[],
): TokenVersionFragment | undefined {
  const older = all.filter(
    (each) => each.version < version.version && each.hash !== null && each.hash === version.hash,
  );
  return older.toSorted((one, other) => one.version - other.version)[0];
}

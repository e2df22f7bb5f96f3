import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerInfo, Judges } from '@facet/inversion';
import type { EvaluationPair, EvaluationReference, EvaluationSet } from './evaluation-set.ts';
import type { Study } from './study.ts';
import { baseTrials, pairTrials, referenceTrials, type Trial } from './trials.ts';
import { sha256 } from '../sha256.ts';
import { inversionOf, type ResolvedVariant } from './variant.ts';

/** A trial with the id of its result; see `Entry`. */
export type PlannedTrial = Trial & { readonly id: string };

export interface PlannedReference {
  readonly reference: EvaluationReference;
  /** Id of the inversion; for the oracle, which has none, only what the trials' ids are made of. */
  readonly id: string;
  /** Of the inversion as the variant injects it; decides the trials' ids. */
  readonly injected: string;
  readonly trials: readonly PlannedTrial[];
}

export interface PlannedPair {
  readonly a: PlannedReference;
  readonly b: PlannedReference;
  readonly trials: readonly PlannedTrial[];
}

export interface PlannedVariant {
  readonly variant: ResolvedVariant;
  readonly references: readonly PlannedReference[];
  readonly pairs: readonly PlannedPair[];
}

/** Everything a study asks for, in the order of the references. */
export interface StudyPlan {
  readonly base: readonly PlannedTrial[];
  readonly variants: readonly PlannedVariant[];
}

export interface PlanContext {
  readonly directory: string;
  readonly layers: readonly LayerInfo[];
  readonly factors: Judges['factors'];
  /** Of `protocolHash`. */
  readonly protocol: string;
}

/** Lays out a study: which references and pairs, which trials, and the id of every result. */
export async function planStudy(
  { directory, layers, factors, protocol }: PlanContext,
  study: Study,
  set: EvaluationSet,
  variants: readonly ResolvedVariant[],
): Promise<StudyPlan> {
  const { references, pairs } = take(set.pairs[study.split], study.references);
  const hashes = new Map<string, string>();
  for (const { file } of references) hashes.set(file, sha256(await readFile(join(directory, 'references', file))));

  const withId = (trial: Trial, ...inversions: readonly string[]): PlannedTrial => ({
    ...trial,
    id: sha256(JSON.stringify([protocol, inversions, trial])),
  });
  const planReference = (variant: ResolvedVariant, reference: EvaluationReference): PlannedReference => {
    const { method, inversion, measures, injectInto } = variant;
    const what = inversion && inversionOf(inversion, reference, layers);
    const id = sha256(JSON.stringify([protocol, method, what ?? null, hashes.get(reference.file)]));
    // The same inversion, injected otherwise: other results.
    const injected = injectInto === undefined ? id : sha256(JSON.stringify([id, injectInto]));
    const trials = referenceTrials(reference, factors, measures).map((trial) => withId(trial, injected));
    return { reference, id, injected, trials };
  };
  return {
    base: baseTrials(set.baseSeeds).map((trial) => withId(trial)),
    variants: variants.map((variant) => {
      const planned = references.map((reference) => planReference(variant, reference));
      const find = ({ file }: EvaluationReference): PlannedReference =>
        planned.find(({ reference }) => reference.file === file)!;
      return {
        variant,
        references: planned,
        pairs: (variant.measures.includes('swaps') ? pairs : []).map((pair) => {
          const [a, b] = [find(pair.a), find(pair.b)];
          return { a, b, trials: pairTrials(pair).map((trial) => withId(trial, a.injected, b.injected)) };
        }),
      };
    }),
  };
}

/** The first references of a split, and the pairs that lie wholly among them. */
function take(
  pairs: readonly EvaluationPair[],
  count: number,
): { references: EvaluationReference[]; pairs: readonly EvaluationPair[] } {
  const references = pairs.flatMap(({ a, b }) => [a, b]).slice(0, count);
  return { references, pairs: pairs.slice(0, Math.floor(references.length / 2)) };
}

import { sampleCompositions, summarizeStudy, summaryTable, tokensFile } from '@facet/studies';
import type { EvaluationSummary, IsHeldOut, Results, Study, StudyPlan } from '@facet/studies';
import type { DiffusionModel } from '@facet/diffusion';
import { basename, join } from 'node:path';
import { writeOutput } from '../../paths.ts';
import type { CompositionsFile } from './composition-drawings.ts';
import { softwareVersions } from './evaluate-versions.ts';

export interface ReportOptions {
  readonly folder: string;
  readonly study: Study;
  readonly plan: StudyPlan;
  readonly results: Results;
  readonly sampling: Readonly<Record<string, unknown>>;
  readonly model: Pick<DiffusionModel, 'directory' | 'fingerprint'>;
  readonly isHeldOut: IsHeldOut;
}

export interface WrittenReport {
  readonly summary: EvaluationSummary;
  /** Where the study has swaps of `matte`. */
  readonly compositions: CompositionsFile | undefined;
  /** The files, for people. */
  readonly files: readonly string[];
}

/**
 * The summary in a study's folder, of what is finished so far: `evaluation.json`, `evaluation.md`, and where the study has
 * swaps of `matte`, `compositions.json`: twelve pictures chosen by rule, with the token files that draw them again.
 */
export class EvaluationReport {
  readonly #options: ReportOptions;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  /** References of which every variant has everything that can be had. */
  get finished(): number {
    const { plan, results } = this.#options;
    const [first] = plan.variants;
    return first!.references.filter((_, at) =>
      plan.variants.every(({ variant, references }) => {
        const { id, trials } = references[at]!;
        const inversion = variant.inversion && results.inversion(id);
        const diverged = inversion !== undefined && inversion.seconds === undefined;
        return diverged || trials.every((trial) => results.trial(trial.id));
      }),
    ).length;
  }

  /** Pairs all of whose swaps are there, of the variant that has most. */
  get #finishedPairs(): number {
    const { plan, results } = this.#options;
    const counts = plan.variants.map(
      ({ pairs }) => pairs.filter(({ trials }) => trials.every(({ id }) => results.trial(id))).length,
    );
    return Math.max(...counts);
  }

  async write(): Promise<WrittenReport> {
    const { folder, study, plan, results, sampling, model, isHeldOut } = this.#options;
    const summary: EvaluationSummary = {
      formatVersion: 1,
      study: study.name,
      model: { name: basename(model.directory), fingerprint: model.fingerprint },
      versions: softwareVersions(),
      sampling,
      references: this.finished,
      pairs: this.#finishedPairs,
      variants: summarizeStudy(plan, results, isHeldOut),
    };
    const compositions = this.#compositions();
    const files = {
      'evaluation.json': asJson(summary),
      'evaluation.md': summaryTable(summary),
      ...(compositions === undefined ? {} : { 'compositions.json': asJson(compositions) }),
    };
    for (const [name, text] of Object.entries(files)) await writeOutput(join(folder, name), text);
    return { summary, compositions, files: Object.keys(files).map((name) => join(folder, name)) };
  }

  #compositions(): CompositionsFile | undefined {
    const { plan, results } = this.#options;
    const matte = plan.variants.find(({ variant, pairs }) => variant.method === 'matte' && pairs.length > 0);
    if (matte === undefined) return undefined;
    const tokensOf = (file: string): string => {
      const { reference, id } = matte.references.find(({ reference }) => reference.file === file)!;
      return tokensFile(matte.variant.method, reference, id);
    };
    const withTokens = (file: string) => ({ reference: file, tokens: tokensOf(file) });
    const samples = sampleCompositions(matte, results).map(({ rank, picture }) => {
      const { look, thing, seeds, seed, asked, seen, right } = picture;
      return { rank, look: withTokens(look), thing: withTokens(thing), seeds, seed, asked, seen, right };
    });
    return { variant: matte.variant.name, compositions: samples };
  }
}

const asJson = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

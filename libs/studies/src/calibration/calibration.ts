import type { Attribute } from '@facet/base';
import type { AttributionMap, StageBounds, ObserverName, WordLists } from '@facet/inversion';
import type { MeasuredBlocks, MeasuredLayer } from './blocks.ts';
import type { Aim, Choice } from './choose-cells.ts';
import type { Confirmed, Limits } from './confirm.ts';
import type { Timing } from './timing.ts';

type PerAttribute<T> = Partial<Readonly<Record<Attribute, T>>>;

/** A map with what its cells were seen to do. */
export interface MapFigures {
  readonly name: 'measured' | 'source text' | "the model's own";
  readonly map: AttributionMap;
  readonly attributes: PerAttribute<Confirmed>;
}

/** `calibration.json`: every figure of one calibration. */
export interface Calibration {
  readonly formatVersion: 1;
  readonly model: {
    readonly name: string;
    readonly fingerprint: string;
    readonly layers: readonly { readonly index: number; readonly name: string; readonly group: string }[];
  };
  readonly judge: ObserverName;
  readonly seed: number;
  /** Prompts of the stages, blocks and choice; of single layers; of the confirmation, which are others. */
  readonly prompts: { readonly cells: number; readonly layers: number; readonly confirmation: number };
  readonly sampling: Readonly<Record<string, unknown>>;
  readonly words: WordLists;
  /** Attributes whose cells are those of the source text, and why. */
  readonly notMeasured: PerAttribute<string>;
  readonly timing: { readonly edges: readonly number[]; readonly attributes: PerAttribute<Timing> };
  readonly stageBounds: StageBounds;
  /** `chosen` by the measured switching, or `given` by the caller. */
  readonly boundsOrigin: 'chosen' | 'given';
  /** Where the measured switching puts them, also when others were given. */
  readonly switchingBounds: StageBounds;
  readonly blocks: PerAttribute<MeasuredBlocks>;
  readonly layers: PerAttribute<readonly MeasuredLayer[]>;
  readonly aim: Omit<Aim, 'full' | 'prompts'>;
  readonly choice: PerAttribute<Choice>;
  readonly limits: PerAttribute<Limits>;
  /** The measured map first. */
  readonly maps: readonly MapFigures[];
}

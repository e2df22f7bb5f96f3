import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { Interval } from '../src/bootstrap.ts';
import type { EvaluationSummary, VariantSummary } from '../src/evaluation/summary.ts';

/** Summaries of studies that never ran, for tests of the drawings only. */
export interface MadeUpVariant {
  readonly name: string;
  readonly method: string;
  readonly steps?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** About what its figures are. */
  readonly transfer: number;
  readonly leakage: number;
  readonly hasSwaps?: boolean;
}

type ByAttribute = VariantSummary['unspecified']['base'];

const around = (mean: number, spread: number): Interval => ({
  mean,
  low: mean - spread,
  high: Math.min(1, mean + spread * 0.8),
  n: 60,
});
const byAttribute = (value: (attribute: Attribute, index: number) => Interval): ByAttribute =>
  Object.fromEntries(ATTRIBUTES.map((attribute, i) => [attribute, value(attribute, i)])) as ByAttribute;

function variant({
  name,
  method,
  steps = 120,
  settings = {},
  transfer,
  leakage,
  hasSwaps = true,
}: MadeUpVariant): VariantSummary {
  const base = byAttribute((_, i) => around([0.13, 0.2, 0.12, 0.31][i]!, 0.02));
  const shareOf = (i: number, j: number): Interval =>
    around(
      i === j
        ? Math.min(1, transfer + 0.02 * i)
        : Math.max(0, Math.min(1, [0.13, 0.2, 0.12, 0.31][j]! + leakage + 0.05 * ((i + 2 * j) % 4) - 0.07)),
      0.04,
    );
  const matrix = Object.fromEntries(
    ATTRIBUTES.map((token, i) => [token, byAttribute((_, j) => shareOf(i, j))]),
  ) as Record<Attribute, ByAttribute>;
  return {
    name,
    method,
    settings,
    steps: method === 'oracle' ? 0 : steps,
    batchSize: 4,
    diverged: 0,
    secondsPerInversion: method === 'oracle' ? undefined : around(steps / 4, 3),
    unspecified: {
      matrix,
      base,
      transfer: around(transfer, 0.03),
      leakage: around(leakage, 0.02),
      leakageOf: byAttribute(() => around(leakage, 0.03)),
      difference: around(transfer - leakage, 0.035),
    },
    overridden: undefined,
    swaps: hasSwaps
      ? {
          both: around(transfer * (1 - leakage), 0.05),
          byAttributes: {},
          allFour: around(transfer ** 2 * (1 - leakage) ** 2, 0.06),
          heldOut: undefined,
          seen: undefined,
        }
      : undefined,
    reconstruction: undefined,
    override: undefined,
    heldOut: { heldOut: undefined, seen: undefined },
  };
}

export function madeUpSummary(variants: readonly MadeUpVariant[]): EvaluationSummary {
  return {
    formatVersion: 1,
    study: 'made-up',
    model: { name: 'demo', fingerprint: '0123456789abcdef0123456789abcdef' },
    versions: { node: '24', commit: 'none' },
    sampling: { steps: 25, guidance: 3.5 },
    references: 60,
    pairs: 30,
    variants: variants.map(variant),
  };
}

/** Names and figures like those of the real study: crowded in one corner, some of them equal. */
export const TWELVE: readonly MadeUpVariant[] = [
  { name: 'matte', method: 'matte', transfer: 0.91, leakage: 0.08 },
  { name: 'matte, 60 steps', method: 'matte', steps: 60, settings: { steps: 60 }, transfer: 0.84, leakage: 0.07 },
  { name: 'matte, 240 steps', method: 'matte', steps: 240, settings: { steps: 240 }, transfer: 0.92, leakage: 0.1 },
  { name: 'matte without L_CS', method: 'matte', settings: { colorStyleWeight: 0 }, transfer: 0.9, leakage: 0.09 },
  { name: 'matte without L_O', method: 'matte', settings: { objectLayoutWeight: 0 }, transfer: 0.91, leakage: 0.08 },
  {
    name: 'matte with the default map of the source text and distances on input embeddings',
    method: 'matte',
    settings: { map: 'source-text' },
    transfer: 0.35,
    leakage: -0.02,
  },
  { name: 'textual-inversion', method: 'textual-inversion', transfer: 0.95, leakage: 0.78 },
  {
    name: 'textual-inversion, 240 steps',
    method: 'textual-inversion',
    steps: 240,
    settings: { steps: 240 },
    transfer: 0.97,
    leakage: 0.82,
  },
  { name: 'p-plus', method: 'p-plus', transfer: 0.96, leakage: 0.79 },
  { name: 'prospect', method: 'prospect', transfer: 0.94, leakage: 0.66 },
  { name: 'custom-diffusion', method: 'custom-diffusion', transfer: 0.93, leakage: 0.81, hasSwaps: false },
  { name: 'oracle', method: 'oracle', transfer: 0.98, leakage: 0.01 },
];

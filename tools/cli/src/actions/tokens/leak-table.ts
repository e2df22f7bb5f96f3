import { ATTRIBUTES, type Attribute } from '@facet/base';
import { summarizeLeaks } from '@facet/inversion';
import type { LeakReport, TokenSet } from '@facet/inversion';

const margin = 'Leaks'.padEnd(13);
const indent = ''.padEnd(margin.length);

const judges: Record<LeakReport['judge'], string> = {
  classifiers: "the model's factor classifiers",
  clip: "the model's CLIP and the words of words.json",
};

/** A leak report for people: the matrix with what chance gives below it, transfer and excess leakage, and what stands out. */
export function leakLines(report: LeakReport): string[] {
  const { rates, base, seen, seeds } = report;
  const tokens = ATTRIBUTES.filter((token) => rates[token] !== undefined);
  const { transfer, excessLeakage, leaks, weak, holds } = summarizeLeaks(report);
  return [
    `${margin}how often ${seeds.length} pictures with one token alone show what the reference shows`,
    `${indent}${row('', (factor) => factor)}`,
    `${indent}${row('reference', (factor) => seen[factor] ?? 'unknown')}`,
    ...tokens.map((token) => `${indent}${row(`<${token}>`, (factor) => figure(rates[token]?.[factor]))}`),
    `${indent}${row('no token', (factor) => figure(base[factor]))}`,
    `${indent}transfer ${figure(transfer)}, excess leakage ${figure(excessLeakage)}, judged by ${judges[report.judge]}`,
    `${indent}(a quick estimate: a single figure is good to about ${uncertainty})`,
    ...leaks.map(
      (cell) => `${indent}${cell.token} carries ${cell.factor} (${figure(cell.rate)}, chance ${figure(cell.base)})`,
    ),
    ...heldLines(report),
    ...weak.map(({ token }) => `${indent}${token} does not hold its own ${token} well (${figure(holds[token])})`),
    ...(leaks.length + weak.length === 0 ? [`${indent}no leak and no weak token stands out`] : []),
  ];
}

/** How well each token holds its own attribute; for color its distance says more than a judge's words can. */
function heldLines(report: LeakReport): string[] {
  const held = Object.entries(summarizeLeaks(report).holds).map(([token, value]) => `${token} ${figure(value)}`);
  const distance =
    report.colorDistance === undefined
      ? ''
      : ` (its pictures are ${report.colorDistance.toFixed(1)} CIEDE2000 from the reference)`;
  return held.length === 0 ? [] : [`${indent}holds its own: ${held.join(', ')}${distance}`];
}

/** Mean absolute difference to the evaluation's pictures, on the demo model; see `LEAK_SAMPLING`. */
const uncertainty = '0.1';

/** A set's report for programs, with its figures and what stands out; nothing where none was measured. */
export function leakData({ leakReport }: TokenSet): Readonly<Record<string, unknown>> {
  return leakReport === undefined ? {} : { leakReport, leakSummary: summarizeLeaks(leakReport) };
}

const figure = (value: number | undefined): string => (value === undefined ? 'unknown' : value.toFixed(2));

function row(heading: string, cell: (factor: Attribute) => string): string {
  return [heading.padEnd(11), ...ATTRIBUTES.map((factor) => cell(factor).padEnd(12))].join('').trimEnd();
}

import type { Attribute } from '@facet/base';
import { ATTRIBUTE_COLORS } from './attribute-colors.ts';
import { ink, rect, svgDocument, text } from './svg.ts';

/** How strongly an attribute's token acts in each cell: 0 not at all, 1 fully. */
export interface HeatMap {
  readonly name: Attribute;
  /** `[stage][layer]`, in 0 to 1. */
  readonly values: readonly (readonly number[])[];
}

export interface HeatMapAxes {
  /** One label per stage, noisy first, for example `1000-800`. */
  readonly stages: readonly string[];
  /** The layers' groups in forward order. */
  readonly groups: readonly string[];
}

const shades = [' ·', '░░', '▒▒', '▓▓', '██'];

/** The maps as text: a row per stage, two characters per layer, the layers' groups above. */
export function heatMapText(maps: readonly HeatMap[], axes: HeatMapAxes): string[] {
  const margin = Math.max(...axes.stages.map((stage) => stage.length)) + 4;
  const initials = axes.groups.map((group) => ` ${group[0] ?? '?'}`).join('');
  return maps.flatMap((map) => [
    '',
    `${map.name.padEnd(margin)}${initials}`,
    ...map.values.map((row, stage) => `  ${(axes.stages[stage] ?? '').padEnd(margin - 2)}${row.map(shade).join('')}`),
  ]);
}

function shade(value: number): string {
  return shades[Math.min(shades.length - 1, Math.ceil(Math.max(0, value) * (shades.length - 1)))] ?? '??';
}

const cell = 26;
const left = 90;
const top = 70;
const panelHeight = 48;

/** The maps as a drawing: one panel per attribute, stages downwards (noisy first), layers to the right. */
export function heatMapSvg(title: string, maps: readonly HeatMap[], axes: HeatMapAxes): string {
  const width = left + axes.groups.length * cell + 30;
  const parts = [text(title, 24, 36, { size: 17, weight: 600 })];
  const step = panelHeight + axes.stages.length * cell;
  maps.forEach((map, index) => parts.push(panel(map, axes, top + index * step)));
  return svgDocument(width, top + maps.length * step, title, parts);
}

function panel(map: HeatMap, axes: HeatMapAxes, y: number): string {
  const fill = ATTRIBUTE_COLORS[map.name];
  const parts = [text(map.name, 24, y, { size: 14, weight: 600, fill })];
  for (const { group, from, to } of runs(axes.groups)) {
    const middle = left + ((from + to) / 2) * cell;
    parts.push(text(group, middle, y, { size: 11, fill: ink.muted, anchor: 'middle' }));
    parts.push(
      `<path d="M${left + from * cell + 2} ${y + 5}H${left + to * cell - 2}" stroke="${ink.line}" fill="none"/>`,
    );
  }
  map.values.forEach((row, stage) => {
    const rowTop = y + 10 + stage * cell;
    const label = axes.stages[stage] ?? '';
    parts.push(text(label, left - 10, rowTop + cell / 2 + 4, { size: 11, fill: ink.muted, anchor: 'end' }));
    row.forEach((value, layer) => {
      const x = left + layer * cell + 1;
      parts.push(rect(x, rowTop + 1, cell - 2, cell - 2, { fill: ink.card, stroke: ink.line, radius: 4 }));
      if (value > 0)
        parts.push(rect(x, rowTop + 1, cell - 2, cell - 2, { fill, radius: 4, opacity: Math.min(1, value) }));
    });
  });
  return parts.join('\n');
}

/** Neighbouring layers of one group, as half-open ranges. */
function runs(groups: readonly string[]): { group: string; from: number; to: number }[] {
  const result: { group: string; from: number; to: number }[] = [];
  groups.forEach((group, layer) => {
    const last = result.at(-1);
    if (last?.group === group) last.to = layer + 1;
    else result.push({ group, from: layer, to: layer + 1 });
  });
  return result;
}

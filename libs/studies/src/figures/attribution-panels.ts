import { ATTRIBUTES, type Attribute } from '@facet/base';
import { attributeGrid, INACTIVE } from '@facet/inversion';
import { ATTRIBUTE_COLORS, ink, rect, svgDocument, text } from '@facet/drawings';
import type { Interval } from '../bootstrap.ts';
import type { Calibration } from '../calibration/calibration.ts';

/** A swap only in some cells, and everywhere but there. */
interface BothWays {
  readonly only: { readonly followed: Interval };
  readonly allBut: { readonly followed: Interval };
}

const groups = ['fine', 'moderate', 'coarse'] as const;
const cell = { width: 104, height: 48 };
const layerWidth = 46;
const labels = 84;
const gap = 40;
/** Between the blocks and the row and column of whole groups and whole stages. */
const margin = 8;
const top = 104;

const stageLabels = (bounds: readonly number[]): string[] =>
  bounds.slice(1).map((bound, stage) => `${bounds[stage]}-${bound}`);

/**
 * The heat map of a calibration, a row per attribute: its blocks (stage x layer group) with whole groups below
 * and whole stages beside them, its single layers, and beside them the
 * cells of the source text's map. A cell says the share that follows a word swapped only there, with its 95 % interval, and
 * below it the share when the word is swapped everywhere but there. Chosen cells are outlined.
 */
export function attributionPanelsSvg(calibration: Calibration): string {
  const { model, stageBounds, prompts, judge, seed } = calibration;
  const names = ATTRIBUTES.filter((name) => calibration.blocks[name] !== undefined);
  const blocksLeft = 24 + labels;
  const layersLeft = blocksLeft + (groups.length + 1) * cell.width + margin + gap;
  const sourceLeft = layersLeft + model.layers.length * layerWidth + gap + labels;
  const sourceCell = 26;
  const width = sourceLeft + groups.length * sourceCell + 40;
  const step = stageBounds.length * cell.height + margin + 70;
  const title = `Where ${model.name} decides each attribute`;
  const subtitle = `Share of pictures that follow a word swapped only there (95 % interval), and below: swapped everywhere but there. ${prompts.cells} prompts, single layers ${prompts.layers}; judged by ${judge}; seed ${seed}.`;
  const parts = [text(title, 24, 36, { size: 18, weight: 600 }), text(subtitle, 24, 58, { size: 12, fill: ink.muted })];
  names.forEach((name, row) => {
    const y = top + row * step;
    const fill = ATTRIBUTE_COLORS[name];
    parts.push(text(name, 24, y - 14, { size: 15, weight: 600, fill }));
    parts.push(blockPanel(calibration, name, blocksLeft, y));
    parts.push(layerPanel(calibration, name, layersLeft, y));
    parts.push(sourcePanel(calibration, name, sourceLeft, y, sourceCell));
  });
  return svgDocument(width, top + names.length * step, title, parts);
}

function blockPanel(calibration: Calibration, name: Attribute, left: number, y: number): string {
  const { stageBounds, blocks, choice } = calibration;
  const measured = blocks[name]!;
  const allStages = y + (stageBounds.length - 1) * cell.height + margin;
  const allLayers = left + groups.length * cell.width + margin;
  const columnOf = (group: string): number => left + groups.findIndex((each) => each === group) * cell.width;
  const draw = (figures: BothWays, x: number, top: number, isChosen = false): string =>
    figureCell(figures, ATTRIBUTE_COLORS[name], x, top, cell.width, cell.height, isChosen);
  const heading = (label: string, x: number): string =>
    text(label, x + cell.width / 2, y - 6, { size: 11, fill: ink.muted, anchor: 'middle' });
  const rowLabel = (label: string, top: number): string =>
    text(label, left - 8, top + cell.height / 2 + 4, { size: 11, fill: ink.muted, anchor: 'end' });
  const isChosen = (stage: number, group: string): boolean =>
    choice[name]!.blocks.some((block) => block.stage === stage && block.group === group);
  return [
    ...groups.map((group) => heading(group, columnOf(group))),
    heading('all layers', allLayers),
    ...stageLabels(stageBounds).map((label, stage) => rowLabel(label, y + stage * cell.height)),
    rowLabel('all stages', allStages),
    ...measured.blocks.map((block) =>
      draw(block, columnOf(block.group), y + block.stage * cell.height, isChosen(block.stage, block.group)),
    ),
    ...measured.groups.map((group) => draw(group, columnOf(group.group), allStages)),
    ...measured.stages.map((stage) => draw(stage, allLayers, y + stage.stage * cell.height)),
  ].join('\n');
}

function layerPanel({ model, layers }: Calibration, name: Attribute, left: number, y: number): string {
  const parts = [text('single layers, all stages', left, y - 22, { size: 11, fill: ink.muted })];
  for (const measured of layers[name]!) {
    const x = left + measured.layer * layerWidth;
    const group = model.layers[measured.layer]!.group;
    const middle = x + layerWidth / 2;
    parts.push(text(`${measured.layer} ${group[0]}`, middle, y - 6, { size: 11, fill: ink.muted, anchor: 'middle' }));
    parts.push(figureCell(measured, ATTRIBUTE_COLORS[name], x, y, layerWidth, cell.height, false));
  }
  return parts.join('\n');
}

/** Fill and figures of one measured cell. */
function figureCell(
  { only, allBut }: BothWays,
  fill: string,
  x: number,
  y: number,
  width: number,
  height: number,
  isChosen: boolean,
): string {
  const { mean } = only.followed;
  const middle = x + width / 2;
  const label = { anchor: 'middle', fill: mean > 0.6 ? '#ffffff' : ink.text } as const;
  const isNarrow = width < 80;
  return [
    rect(x + 2, y + 2, width - 4, height - 4, { fill: ink.card, stroke: ink.line, radius: 4 }),
    ...(mean > 0 ? [rect(x + 2, y + 2, width - 4, height - 4, { fill, radius: 4, opacity: mean })] : []),
    text(mean.toFixed(2), middle, y + 16, { size: 12, weight: 600, ...label }),
    text(spread(only.followed), middle, y + 28, { size: isNarrow ? 8 : 9, ...label }),
    text(`but ${allBut.followed.mean.toFixed(2)}`, middle, y + 40, { size: 9, ...label }),
    ...(isChosen ? [outline(x + 1, y + 1, width - 2, height - 2)] : []),
  ].join('\n');
}

const spread = ({ low, high }: Interval): string => `${low.toFixed(2)}-${high.toFixed(2)}`;

const outline = (x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5" fill="none" stroke="${ink.text}" stroke-width="2.5"/>`;

/** The source text's cells of an attribute, over its own stages. */
function sourcePanel({ maps, model }: Calibration, name: Attribute, left: number, y: number, size: number): string {
  const map = maps.find((each) => each.name === 'source text')!.map;
  const layers = model.layers.map((layer) => ({ ...layer, group: layer.group as (typeof groups)[number] }));
  const grid = attributeGrid(map, name, layers);
  const parts = [text('source text', left, y - 22, { size: 11, fill: ink.muted })];
  groups.forEach((group, column) =>
    parts.push(text(group[0]!, left + (column + 0.5) * size, y - 6, { size: 11, fill: ink.muted, anchor: 'middle' })),
  );
  stageLabels(map.stageBounds).forEach((label, stage) => {
    const rowTop = y + stage * size;
    parts.push(text(label, left - 8, rowTop + size / 2 + 4, { size: 11, fill: ink.muted, anchor: 'end' }));
    groups.forEach((group, column) => {
      const layer = layers.findIndex((each) => each.group === group);
      const isActive = layer >= 0 && grid[stage]![layer] !== INACTIVE;
      const fill = isActive ? ATTRIBUTE_COLORS[name] : ink.card;
      parts.push(rect(left + column * size + 1, rowTop + 1, size - 2, size - 2, { fill, stroke: ink.line, radius: 4 }));
    });
  });
  return parts.join('\n');
}

import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { AttributionMap } from '@facet/inversion';
import type { Interval } from '../bootstrap.ts';
import { markdownTable } from '../markdown-table.ts';
import { sharedCells, type Agreement, type FigureAgreement } from './agreement.ts';
import type { Calibration } from './calibration.ts';

const shown = ({ mean, low, high }: Interval): string => `${mean.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;

/** An attribute's cells in words, for example `fine 700-0, coarse 700-250`. */
function cellsInWords({ cells, stageBounds }: AttributionMap, attribute: Attribute): string {
  const parts = cells[attribute].map(({ stages, groups, layers }) => {
    const where = [...groups, ...layers.map((layer) => `layer ${layer}`)].join(' and ');
    return `${where} ${runs(stages)
      .map(([from, to]) => `${stageBounds[from]}-${stageBounds[to + 1]}`)
      .join(' and ')}`;
  });
  return parts.join(', ') || 'none';
}

/** Neighbouring numbers as [first, last]. */
function runs(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** What each map's cells do, a row per map and attribute, on prompts that took no part in the choice. */
function mapTable({ maps, limits }: Calibration): string {
  const rows = maps.flatMap(({ name, map, attributes }) =>
    ATTRIBUTES.flatMap((attribute) => {
      const figures = attributes[attribute];
      if (figures === undefined) return [];
      const kept = Object.values(figures.inside.kept).map(({ mean }) => mean);
      return [
        [
          name,
          attribute,
          cellsInWords(map, attribute),
          shown(figures.inside.followed),
          shown(figures.outside.followed),
          kept.length === 0 ? '' : Math.min(...kept).toFixed(2),
          shown(figures.alone),
        ],
      ];
    }),
  );
  const everywhere = ATTRIBUTES.flatMap((attribute) => {
    const limit = limits[attribute];
    if (limit === undefined) return [];
    const kept = Object.values(limit.full.kept).map(({ mean }) => mean);
    return [
      [
        'word everywhere',
        attribute,
        'all',
        shown(limit.full.followed),
        '',
        kept.length === 0 ? '' : Math.min(...kept).toFixed(2),
        `${shown(limit.aloneFull)}, by chance ${limit.aloneBase.mean.toFixed(2)}`,
      ],
    ];
  });
  const head = [
    'map',
    'attribute',
    'cells',
    'follows in them',
    'follows elsewhere',
    'others kept, least',
    'word alone',
  ];
  return markdownTable(head, [...rows, ...everywhere]);
}

/** One line per attribute: where the measured map and the source text's agree, and with which support. */
export function againstSourceText(calibration: Calibration): string[] {
  const [measured, source] = calibration.maps;
  return ATTRIBUTES.map((attribute) => {
    const why = calibration.notMeasured[attribute];
    if (why !== undefined) return `${attribute}: not measured (${why}); the source text's cells are kept.`;
    const shared = sharedCells(measured!.map, source!.map, attribute, calibration.model.layers);
    const [here, there] = [measured!.attributes[attribute]!, source!.attributes[attribute]!];
    const verdict = shared >= 0.5 ? 'mostly agree' : shared > 0 ? 'agree in part' : 'disagree';
    return (
      `${attribute}: they ${verdict} (${Math.round(100 * shared)} % of the cells of either are in both). ` +
      `Source text: ${cellsInWords(source!.map, attribute)}, followed in ${shown(there.inside.followed)}, all other cells ${shown(there.outside.followed)}. ` +
      `Measured: ${cellsInWords(measured!.map, attribute)}, followed in ${shown(here.inside.followed)}, all other cells ${shown(here.outside.followed)}.`
    );
  });
}

/** `calibration.md` */
export function calibrationReport(calibration: Calibration, agreement?: Agreement): string {
  const { model, judge, seed, prompts, stageBounds, boundsOrigin, switchingBounds, timing } = calibration;
  const names = ATTRIBUTES.filter((attribute) => timing.attributes[attribute] !== undefined);
  const timingRows = timing.edges.map((edge, i) => {
    const shares = names.map((name) => {
      const { until, from } = timing.attributes[name]!;
      return `${until[i]!.mean.toFixed(2)} / ${from[i]!.mean.toFixed(2)}`;
    });
    return [String(edge)].concat(shares);
  });
  const origin =
    boundsOrigin === 'chosen'
      ? 'at equal shares of the switching'
      : `given; equal shares of the switching lie at ${switchingBounds.join(', ')}`;
  return [
    `# Attribution map of ${model.name}`,
    '',
    `Word swaps, ${prompts.cells} prompts a cell (single layers ${prompts.layers}), seed ${seed}, judged by ${judge}; means with 95 % bootstrap intervals over prompts.`,
    `The maps below were measured on ${prompts.confirmation} other prompts.`,
    '',
    `Stage bounds: ${stageBounds.join(', ')} (${origin}).`,
    '',
    mapTable(calibration),
    '',
    '`others kept`: the least of the shares in which another attribute stays as named while the word is exchanged in the cells.',
    '`word alone`: in a prompt that names nothing else, the word in the cells only.',
    '',
    '## Against the map of the source text',
    '',
    ...againstSourceText(calibration).map((line) => `- ${line}`),
    '',
    '## When attributes are decided',
    '',
    'Share that follows a word which stands from noise down to the timestep / from the timestep to the end.',
    '',
    markdownTable(['timestep', ...names], timingRows),
    '',
    ...(agreement === undefined ? [] : ['## Against another calibration', '', ...agreementLines(agreement), '']),
  ].join('\n');
}

const partLine = (name: string, part: FigureAgreement | undefined): string =>
  part === undefined
    ? `- ${name}: not compared, the stage bounds differ`
    : `- ${name}: intervals overlap in ${(100 * part.overlap).toFixed(1)} % of ${part.figures} figures; difference ${part.meanDifference.toFixed(3)} on average, ${part.largestDifference.toFixed(2)} at most`;

export function agreementLines({ parts, switchingBounds, sharedCells: shared }: Agreement): string[] {
  return [
    ...Object.entries(parts).map(([name, part]) => partLine(name, part)),
    `- stage bounds by the switching: ${switchingBounds.map((bounds) => bounds.join(', ')).join(' against ')}`,
    `- cells in both maps: ${Object.entries(shared)
      .map(([name, share]) => `${name} ${share.toFixed(2)}`)
      .join(', ')}`,
  ];
}

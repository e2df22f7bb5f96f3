/**
 * Where a model decides each attribute: words exchanged in single layer groups, in ranges of stages, and in the cells of
 * its attribution map.
 *
 *   node libs/inversion/src/evaluation/run-word-swaps.ts [--model FOLDER] [--count 12] [--map FILE] [--only map]
 */
import { parseArgs } from 'node:util';
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { ATTRIBUTES } from '../attributes.ts';
import { attributeGrid, INACTIVE } from '../attribution/cells.ts';
import { modelAttributionMap, readAttributionMap } from '../attribution/load.ts';
import { bootstrapMean } from './bootstrap.ts';
import { Judges } from './judges.ts';
import { swapWords, type CellRule } from './word-swaps.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: demoModelDirectory() },
    count: { type: 'string', default: '12' },
    map: { type: 'string' },
    only: { type: 'string' },
  },
});
const model = await loadModel(values.model, { device: 'cpu' });
const judges = await Judges.load(values.model);
const map = values.map === undefined ? await modelAttributionMap(values.model) : await readAttributionMap(values.map);
const { stageBounds } = map;

for (const attribute of ATTRIBUTES) {
  const grid = attributeGrid(map, attribute, model.layers);
  const groups = (['fine', 'moderate', 'coarse'] as const).map((group): [string, CellRule] => [
    group,
    (_, layer) => model.layers[layer]!.group === group,
  ]);
  const stages = stageBounds.slice(1).flatMap((bound, stage): [string, CellRule][] => [
    [`only ${stageBounds[stage]}-${bound}`, (s) => s === stage],
    [`up to ${bound}`, (s) => s <= stage],
  ]);
  const rules: Record<string, CellRule> = {
    ...(values.only === 'map' ? {} : Object.fromEntries([...groups, ...stages])),
    'the cells of the map': (stage, layer) => grid[stage]![layer] !== INACTIVE,
    'the other cells': (stage, layer) => grid[stage]![layer] === INACTIVE,
  };
  for (const [name, rule] of Object.entries(rules)) {
    const { kept, outcomes } = await swapWords(model, judges, attribute, stageBounds, rule, Number(values.count));
    const { mean, low, high } = bootstrapMean(outcomes);
    const interval = `${mean.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
    console.log(`${attribute.padEnd(7)} ${name.padEnd(22)} follows ${interval}  keeps ${kept.toFixed(2)}`);
  }
}
await judges.close();
await model.close();

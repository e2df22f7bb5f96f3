import { ATTRIBUTES, SAMPLING_DEFAULTS, type SamplingPreset } from '@facet/base';
import type { ModelAttribution } from '@facet/db';
import { samplingFor, type DiffusionModel } from '@facet/diffusion';
import {
  attributeGrid,
  INACTIVE,
  METHODS,
  modelAttributionEffects,
  modelAttributionMap,
  readReferences,
  resolveSettings,
} from '@facet/inversion';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedModel } from './jobs.ts';

/** Optimiser steps of an inversion that were tuned on the model in this folder, by method. */
export async function defaultSteps(directory: string): Promise<Record<string, number>> {
  const settings = Object.keys(METHODS).map(
    async (method) => [method, await resolveSettings(directory, method)] as const,
  );
  return Object.fromEntries((await Promise.all(settings)).map(([method, { steps }]) => [method, steps]));
}

/** As many as somebody looks at before they choose one. */
const SAMPLES = 4;

/** Pictures that somebody without one may begin with: the first of the model's references, where it has some. */
export async function samplesOf(directory: string): Promise<LoadedModel['samples']> {
  const folder = join(directory, 'references');
  if (!existsSync(folder)) return [];
  const references = await readReferences(directory);
  return references.slice(0, SAMPLES).map(({ file, style, color, object, layout }) => ({
    name: `${style} ${color} ${object} ${layout}`,
    path: join(folder, file),
  }));
}

/** How the model wants to be drawn with. */
export function samplingOf(model: DiffusionModel): SamplingPreset {
  const { steps, guidance, scheduler } = samplingFor(model, SAMPLING_DEFAULTS as SamplingPreset);
  return { steps, guidance, scheduler };
}

/** The model's attribution map, with its blocks of cells written out for the layers that this model has, and what they were measured to decide. */
export async function attributionOf(model: DiffusionModel): Promise<ModelAttribution> {
  const { directory, layers } = model;
  const map = await modelAttributionMap(directory);
  const cells = ATTRIBUTES.map(
    (attribute) => [attribute, attributeGrid(map, attribute, layers).map(activeIn)] as const,
  );
  return {
    source: map.source,
    note: map.note,
    stageBounds: map.stageBounds,
    layers: layers.map(({ name, group }) => ({ name, group })),
    cells: Object.fromEntries(cells) as unknown as ModelAttribution['cells'],
    effects: (await modelAttributionEffects(directory, model, map))?.attributes,
  };
}

const activeIn = (row: readonly number[]): number[] =>
  row.flatMap((vector, layer) => (vector === INACTIVE ? [] : [layer]));

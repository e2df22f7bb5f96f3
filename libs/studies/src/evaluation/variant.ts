import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  modelAttributionMap,
  readAttributionMap,
  SOURCE_TEXT_MAP,
  type LayerInfo,
  type AttributionMap,
  resolveSettings,
  type InversionSettings,
} from '@facet/inversion';
import { sha256 } from '../sha256.ts';
import type { EvaluationReference } from './evaluation-set.ts';
import { randomMap } from './random-map.ts';
import { ORACLE, type Measure, type Study, type Variant } from './study.ts';

/** What a variant does to a picture, with everything looked up; the oracle inverts nothing. */
export interface VariantInversion {
  readonly settings: InversionSettings;
  readonly map: AttributionMap;
  /** The map only gives the numbers of cells; each reference has its own cells, from this seed. */
  readonly randomMapSeed?: number;
}

/**
 * Where a token is injected in an attribute's place, `plain` for every cell whatever the token says; undefined for the cells that
 * it was trained in.
 */
export type Injection = AttributionMap | 'plain' | undefined;

export interface ResolvedVariant {
  readonly name: string;
  readonly method: string;
  /** As the study gives them, for reports. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly measures: readonly Measure[];
  readonly inversion: VariantInversion | undefined;
  readonly injectInto: Injection;
}

export const resolveVariants = (directory: string, study: Study): Promise<ResolvedVariant[]> =>
  Promise.all(study.variants.map((variant) => resolveVariant(directory, study, variant)));

async function resolveVariant(directory: string, study: Study, variant: Variant): Promise<ResolvedVariant> {
  const { name, method, settings, map, seed, inject } = variant;
  const given = {
    ...settings,
    ...(map === 'model' ? {} : { map, ...(map === 'random' ? { mapSeed: seed } : {}) }),
    ...(inject === 'everywhere' ? {} : { inject }),
  };
  const common = {
    name,
    method,
    given,
    measures: variant.measures ?? study.measures,
    injectInto: inject === 'map' ? await modelAttributionMap(directory) : inject === 'plain' ? inject : undefined,
  };
  if (method === ORACLE) return { ...common, inversion: undefined };
  return {
    ...common,
    inversion: {
      settings: await resolveSettings(directory, method, withoutUndefined(settings)),
      map: await mapOf(directory, map),
      ...(map === 'random' ? { randomMapSeed: seed } : {}),
    },
  };
}

const withoutUndefined = (settings: Variant['settings']): Partial<InversionSettings> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

function mapOf(directory: string, map: string): Promise<AttributionMap> {
  if (map === 'source-text') return Promise.resolve(SOURCE_TEXT_MAP);
  return map === 'model' || map === 'random' ? modelAttributionMap(directory) : readAttributionMap(map);
}

/** The map and settings with which one reference is inverted. Each reference has its own noise. */
export function inversionOf(
  { settings, map, randomMapSeed }: VariantInversion,
  { number }: EvaluationReference,
  layers: readonly LayerInfo[],
): { settings: InversionSettings; map: AttributionMap } {
  return {
    settings: { ...settings, seed: settings.seed + 1000 * number },
    map: randomMapSeed === undefined ? map : randomMap(map, layers, randomMapSeed, number),
  };
}

/** Counted up when results of an earlier version of this code must not be used any more. */
const PROTOCOL_VERSION = 1;

/** A hash of what decides every result whatever the variant: model, words, judges and the protocol. */
export async function protocolHash(directory: string, fingerprint: string, sampling: object): Promise<string> {
  const files = [
    'words.json',
    ...['factors.json', 'judge-a.onnx', 'judge-b.onnx'].map((name) => join('classifiers', name)),
  ];
  const contents = await Promise.all(files.map(async (name) => sha256(await readFile(join(directory, name)))));
  return sha256(JSON.stringify([PROTOCOL_VERSION, fingerprint, sampling, contents]));
}

import { ATTRIBUTES, SAMPLING_DEFAULTS, type SamplingPreset } from '@facet/base';
import {
  describeParts,
  predictionOf,
  samplingFor,
  type DiffusionModel,
  type FoundModel,
  type PartDescription,
  type PromptRules,
} from '@facet/diffusion';
import {
  attributeGrid,
  defaultMethod,
  INACTIVE,
  modelAttributionMap,
  resolveSettings,
  type AttributionMap,
} from '@facet/inversion';
import { basename } from 'node:path';
import { writeOutput } from '../../paths.ts';
import { heatMapSvg, heatMapText, type HeatMap, type HeatMapAxes } from '@facet/drawings';
import type { Result } from '../../report/reporter.ts';
import { FAMILIES, gigabytes, millions, predictionText } from './model-figures.ts';

/** A model's sizes, networks, layers and attribution map; with `svgPath` the map is drawn there as well. */
export async function inspectModel(
  model: DiffusionModel,
  { source, registered }: Pick<FoundModel, 'source' | 'registered'>,
  svgPath?: string,
): Promise<Result> {
  const map = await modelAttributionMap(model.directory);
  const parts = describeParts(model.path, source);
  const method = defaultMethod(model);
  const { steps: inversionSteps } = await resolveSettings(model.directory, method);
  const { maps, axes } = heatMaps(model, map);
  if (svgPath !== undefined)
    await writeOutput(svgPath, heatMapSvg(`Attribution map of ${basename(model.directory)}`, maps, axes));
  const side = model.defaultLatentSize * model.vaeScale;
  const latents = `${model.latentChannels} x ${model.defaultLatentSize} x ${model.defaultLatentSize}`;
  const multiple = model.latentMultiple * model.vaeScale;
  const { steps, scheduler, guidance } = samplingFor(model, SAMPLING_DEFAULTS as SamplingPreset);
  const imageEncoder = model.hasImageEncoder ? 'yes' : 'no (name the object when inverting)';
  return {
    lines: [
      `Model          ${registered ? `${registered.name}: ` : ''}${model.path}`,
      `Family         ${FAMILIES[model.family]}`,
      `Predicts       ${predictionText(predictionOf(model))}`,
      ...model.notes.map((note) => `Note           ${note}`),
      `Fingerprint    ${model.fingerprint}`,
      `Device         ${model.device}`,
      `Pictures       ${side} x ${side} pixels, others in multiples of ${multiple}, latents ${latents}`,
      `Defaults       ${model.preset === undefined ? '' : `${model.preset}: `}${steps} steps by ${scheduler}, guidance ${guidance}; inverts in ${inversionSteps} steps by ${method}`,
      `Prompts        ${model.contextLength} tokens of ${model.vocabularySize}, ${model.embeddingWidth} wide, encoded ${model.hiddenWidth} wide`,
      `Tokenizer      ${TOKENIZERS[model.tokenizer.rules]}`,
      `Image encoder  ${imageEncoder}`,
      '',
      'Network        Parameters  Stored     Size      Opset  Nodes  Written by',
      ...parts.map(partLine),
      '',
      'Layer  Group      Resolution  Name',
      ...model.layers.map(({ index, group, resolution, name }) =>
        [String(index).padStart(5), group.padEnd(10), fraction(resolution).padEnd(11), name].join('  '),
      ),
      '',
      `Attribution map (${map.source}${map.note === '' ? '' : `: ${map.note}`})`,
      ...heatMapText(maps, axes),
      ...(svgPath === undefined ? [] : ['', svgPath]),
    ],
    data: {
      command: 'models inspect',
      directory: model.directory,
      path: model.path,
      name: registered?.name,
      family: model.family,
      prediction: predictionOf(model),
      preset: model.preset,
      notes: model.notes,
      fingerprint: model.fingerprint,
      device: model.device,
      defaultLatentSize: model.defaultLatentSize,
      latentChannels: model.latentChannels,
      vaeScale: model.vaeScale,
      pixels: side,
      pixelsMultiple: multiple,
      defaults: { steps, scheduler, guidance, method, inversionSteps },
      contextLength: model.contextLength,
      vocabularySize: model.vocabularySize,
      embeddingWidth: model.embeddingWidth,
      hiddenWidth: model.hiddenWidth,
      tokenizer: model.tokenizer.rules,
      hasImageEncoder: model.hasImageEncoder,
      parts,
      layers: model.layers,
      attributionMap: map,
      ...(svgPath === undefined ? {} : { svg: svgPath }),
    },
  };
}

/** How prompts are cut, and what in the model's folder says so. */
const TOKENIZERS: Readonly<Record<PromptRules, string>> = {
  'transformers-4': 'as transformers 4 without ftfy, by vocab.json and merges.txt',
  'tokenizer.json': 'as transformers 5, by tokenizer.json',
};

function partLine({ part, parameterCount, storedType, files, opset, nodeCount, producer }: PartDescription): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    part.padEnd(13),
    millions(parameterCount).padStart(10),
    storedType.toLowerCase().padEnd(9),
    gigabytes(bytes).padStart(8),
    String(opset ?? '?').padStart(5),
    String(nodeCount).padStart(5),
    producer,
  ].join('  ');
}

function heatMaps(model: DiffusionModel, map: AttributionMap): { maps: HeatMap[]; axes: HeatMapAxes } {
  const bounds = map.stageBounds;
  return {
    maps: ATTRIBUTES.map((name) => ({
      name,
      values: attributeGrid(map, name, model.layers).map((row) => row.map((vector) => (vector === INACTIVE ? 0 : 1))),
    })),
    axes: {
      stages: bounds.slice(1).map((bound, stage) => `${bounds[stage]}-${bound}`),
      groups: model.layers.map((layer) => layer.group),
    },
  };
}

const fraction = (resolution: number): string => (resolution >= 1 ? '1' : `1/${Math.round(1 / resolution)}`);

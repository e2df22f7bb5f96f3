import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { CellEffect, ModelAttribution } from '@facet/db';
import { builder } from './builder.ts';
import { AttributeEnum, LayerGroupEnum } from './enums.ts';
import { embedded } from './page.ts';

type Layer = ModelAttribution['layers'][number] & { readonly index: number };

const LayerType = builder.objectRef<Layer>('AttentionLayer').implement({
  description: 'A cross-attention layer of a model.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'From 0, in forward order.' }),
    name: t.exposeString('name', { description: 'As the model has it.' }),
    group: t.field({
      description: 'By its resolution, relative to the latent.',
      type: LayerGroupEnum,
      resolve: ({ group }) => group,
    }),
  }),
});

/** A row of the grid of stages and layers. */
export interface StageCells {
  readonly stage: number;
  readonly stageBounds: readonly number[];
  readonly layers: readonly number[];
}

export const StageCellsType = builder.objectRef<StageCells>('StageCells').implement({
  description: 'In which layers something is active during one stage of denoising.',
  fields: (t) => ({
    stage: t.exposeInt('stage', { description: 'From 0, the noisiest.' }),
    fromTimestep: t.float({
      description: 'The noisiest, where the stage begins.',
      resolve: ({ stage, stageBounds }) => stageBounds[stage] ?? 0,
    }),
    untilTimestep: t.float({
      description: 'Where it ends.',
      resolve: ({ stage, stageBounds }) => stageBounds[stage + 1] ?? 0,
    }),
    layers: t.intList({ description: 'Indices of layers.', resolve: ({ layers }) => [...layers] }),
  }),
});

const CellEffectType = builder.objectRef<CellEffect>('CellEffect').implement({
  description:
    'What the layers of one group decide of an attribute, measured by words that are swapped in some cells only.',
  fields: (t) => ({
    stage: t.int({
      description: 'From 0, the noisiest. Null: over all stages.',
      nullable: true,
      resolve: ({ stage }) => stage,
    }),
    group: t.field({ description: 'Whose layers.', type: LayerGroupEnum, resolve: ({ group }) => group }),
    followsAlone: t.float({
      description: 'The share of pictures that follow a word which is swapped only there, from 0 to 1.',
      resolve: ({ only }) => only,
    }),
    followsWithout: t.float({
      description: 'The share of pictures that follow a word which is swapped everywhere but there, from 0 to 1.',
      resolve: ({ allBut }) => allBut,
    }),
  }),
});

interface AttributeCells {
  readonly attribute: Attribute;
  readonly stages: readonly StageCells[];
  readonly effects: readonly CellEffect[] | undefined;
}

const AttributeCellsType = builder.objectRef<AttributeCells>('AttributeCells').implement({
  description: "Where an attribute's token is active: elsewhere a plain word stands for it.",
  fields: (t) => ({
    attribute: t.field({
      description: 'Whose cells they are.',
      type: AttributeEnum,
      resolve: ({ attribute }) => attribute,
    }),
    stages: t.field({
      description: 'One for each stage, noisy first.',
      type: [StageCellsType],
      extensions: embedded(20),
      resolve: ({ stages }) => [...stages],
    }),
    effects: t.field({
      description:
        'What single groups of layers were measured to decide, in each stage and over all of them. Null where nobody has measured it, or no worker has said it.',
      type: [CellEffectType],
      nullable: true,
      extensions: embedded(63),
      resolve: ({ effects }) => effects && [...effects],
    }),
  }),
});

export const AttributionType = builder.objectRef<ModelAttribution>('AttributionMap').implement({
  description: 'Where in a model each attribute is decided: stages of denoising by layers.',
  fields: (t) => ({
    source: t.exposeString('source', {
      description: '`measured` on this model, `source-text`, or `edited` by a person.',
    }),
    note: t.exposeString('note', { description: 'How it was measured.' }),
    stageBounds: t.floatList({
      description: 'Timesteps, falling, ending at 0.',
      resolve: ({ stageBounds }) => [...stageBounds],
    }),
    layers: t.field({
      description: 'Cross-attention layers, in the order in which cells number them.',
      type: [LayerType],
      extensions: embedded(200),
      resolve: ({ layers }) => layers.map(({ name, group }, index) => ({ name, group, index })),
    }),
    attributes: t.field({
      description: 'Where each of them is active.',
      type: [AttributeCellsType],
      extensions: embedded(ATTRIBUTES.length),
      resolve: ({ cells, stageBounds, effects }) =>
        ATTRIBUTES.map((attribute) => ({
          attribute,
          stages: cells[attribute].map((layers, stage) => ({ stage, stageBounds, layers })),
          effects: effects?.[attribute],
        })),
    }),
  }),
});

import type { Attribute, SamplingPreset } from '@facet/base';
import type { Fingerprint } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import { facet } from './namespaces.ts';
import { operationsPolicy, readPolicy } from './policies.ts';

/** Where each attribute's token is active, resolved for one model. */
export interface ModelAttribution {
  /** `source-text`, `measured` or `edited`; the note says how, in words. */
  readonly source: string;
  readonly note: string;
  /** Timesteps, falling, ending at 0; a stage lies between two. */
  readonly stageBounds: readonly number[];
  /** Cross-attention layers in forward order. */
  readonly layers: readonly { readonly name: string; readonly group: 'fine' | 'moderate' | 'coarse' }[];
  /** For each stage the layers, by their place in the list. */
  readonly cells: Readonly<Record<Attribute, readonly (readonly number[])[]>>;
  /** What single cells were measured to decide; attributes, or all of it, are missing where nobody has measured it. */
  readonly effects?: Partial<Readonly<Record<Attribute, readonly CellEffect[] | undefined>>> | undefined;
}

type LayerGroup = ModelAttribution['layers'][number]['group'];

/** Shares from 0 to 1 of pictures that follow a word which is swapped only in some cells, and everywhere but there. */
export interface CellEffect {
  /** Absent: over all stages. */
  readonly stage?: number | undefined;
  readonly group: LayerGroup;
  readonly only: number;
  readonly allBut: number;
}

export const CARD_TOPICS = ['limits', 'data', 'license'] as const;

/** A part of a model's card, as plain text. */
export interface CardSection {
  readonly topic: (typeof CARD_TOPICS)[number];
  readonly title: string;
  readonly blocks: readonly { readonly kind: 'paragraph' | 'item'; readonly text: string }[];
}

/** What whoever made a model has written down of it. */
export interface ModelCard {
  /** As the head of the card names it; null where that says nothing. */
  readonly license: string | null;
  readonly sections: readonly CardSection[];
}

/** A picture that comes with a model. */
export interface ModelSample {
  readonly name: string;
  readonly storageKey: string;
}

/** What the API says of a model; workers write it. */
export interface ModelTraits {
  /** By which tokens and runs know it that were made before it had its own. The same as of `sizeMultiple` if absent. */
  readonly formerFingerprints?: readonly Fingerprint[];
  /** Pixels of its native square picture. */
  readonly size: number;
  /** What sides of its pictures are multiples of. Absent while only a worker of before offers the model, as what follows. */
  readonly sizeMultiple?: number;
  readonly family?: string;
  readonly prediction?: string;
  /** How it wants to be drawn with. Absent while only a worker of before offers the model. */
  readonly sampling?: SamplingPreset;
  readonly methods: readonly string[];
  readonly schedulers: readonly string[];
  /** By which of them it inverts where nobody names one. Absent while only a worker of before offers the model. */
  readonly defaultMethod?: string;
  /** Optimiser steps that were tuned on it, by method. The same. */
  readonly steps?: Readonly<Record<string, number>>;
  /** The fewest steps, by method. The same. */
  readonly minSteps?: Readonly<Record<string, number>>;
  /** The same. */
  readonly attribution?: ModelAttribution;
  /** The names of colours that palettes of its tokens have, each with red, green and blue of 0 to 255. The same. */
  readonly colors?: readonly { readonly name: string; readonly rgb: readonly number[] }[];
  /** Absent where it has none as well. */
  readonly card?: ModelCard | undefined;
  /** Pictures of its world, for whoever has none at hand, in storage. Absent while only a worker of before offers the model. */
  readonly samples?: readonly ModelSample[];
  /** Finds the object's word in a picture by itself. */
  readonly hasImageEncoder: boolean;
}

/** A model that some worker has offered, by fingerprint. It belongs to no organisation: every one may use it. */
export const model = facet.table(
  'model',
  {
    fingerprint: text().$type<Fingerprint>().primaryKey(),
    name: text().notNull(),
    /** Numbers in one vector of a token. */
    embeddingWidth: integer().notNull(),
    layers: integer().notNull(),
    traits: jsonb().$type<ModelTraits>().notNull(),
    /** When a worker last said that it holds the model; offers themselves go with their worker. */
    lastOfferedAt: moment().notNull().defaultNow(),
    createdAt: moment().notNull().defaultNow(),
  },
  () => [readPolicy('everyone', sql`true`), operationsPolicy()],
);

/** A worker that holds a model now. Offers whose heartbeat is old are dead. */
export const modelOffer = facet.table(
  'model_offer',
  {
    fingerprint: text()
      .$type<Fingerprint>()
      .notNull()
      .references(() => model.fingerprint, { onDelete: 'cascade' }),
    workerId: text().notNull(),
    /** `cuda`, `webgpu` or `cpu`, and what it is called. */
    device: text().notNull(),
    startedAt: moment().notNull().defaultNow(),
    heartbeatAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.fingerprint, t.workerId] }),
    index().on(t.heartbeatAt),
    readPolicy('everyone', sql`true`),
    operationsPolicy(),
  ],
);

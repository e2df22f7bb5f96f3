import { CARD_TOPICS, type CardSection, type ModelCard } from '@facet/db';
import { builder } from './builder.ts';
import { enumOf } from './enums.ts';
import { embedded } from './page.ts';

const CardTopicEnum = enumOf(
  'CardTopic',
  CARD_TOPICS,
  'What a part of a card is about: where the model fails, what it was made of, or who may do what with it.',
);

const CardBlockKindEnum = enumOf('CardBlockKind', ['paragraph', 'item'] as const, 'Whether it stands in a list.');

const CardBlock = builder.objectRef<CardSection['blocks'][number]>('CardBlock').implement({
  description: 'A paragraph of a card, an item of a list in it, or a row of a table.',
  fields: (t) => ({
    kind: t.field({
      description: 'ITEM also of rows of a table.',
      type: CardBlockKindEnum,
      resolve: ({ kind }) => kind,
    }),
    text: t.exposeString('text', { description: 'Plain, without markup; no HTML.' }),
  }),
});

const CardSectionType = builder.objectRef<CardSection>('CardSection').implement({
  description: 'A part of the card of a model, under a heading of its own.',
  fields: (t) => ({
    topic: t.field({ description: 'By its heading.', type: CardTopicEnum, resolve: ({ topic }) => topic }),
    title: t.exposeString('title', { description: 'Its heading.' }),
    blocks: t.field({
      description: 'In their order, shortened where it is very long.',
      type: [CardBlock],
      extensions: embedded(30),
      resolve: ({ blocks }) => [...blocks],
    }),
  }),
});

export const ModelCardType = builder.objectRef<ModelCard>('ModelCard').implement({
  description:
    'What whoever made a model has written down of its limits, its data and its licence: the README.md of its folder.',
  fields: (t) => ({
    license: t.exposeString('license', {
      description: 'As the head of the card names it. Null where that says nothing; a section may.',
      nullable: true,
    }),
    sections: t.field({
      description: 'Those about one of the topics, in the order of the card.',
      type: [CardSectionType],
      extensions: embedded(12),
      resolve: ({ sections }) => [...sections],
    }),
  }),
});

import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { Assessment, PictureWarning } from '@facet/inversion/files';
import { builder } from './builder.ts';
import { AttributeEnum } from './enums.ts';

interface FoundWord {
  readonly attribute: Attribute;
  readonly word: string;
  readonly confidence: number;
}

const FoundWordType = builder.objectRef<FoundWord>('FoundWord').implement({
  description: 'The best word that a model has for an attribute of a picture.',
  fields: (t) => ({
    attribute: t.field({
      description: 'That the word says.',
      type: AttributeEnum,
      resolve: ({ attribute }) => attribute,
    }),
    word: t.exposeString('word', { description: 'For colors a phrase of two where that is better.' }),
    confidence: t.exposeFloat('confidence', {
      description: 'How sure it is that the model, asked for the word, draws what the picture shows: 0 to 1.',
    }),
  }),
});

const PictureWarningType = builder.objectRef<PictureWarning>('PictureWarning').implement({
  description: 'What may go wrong with a picture, found before anything is trained.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description:
        '`unlike-the-model`: the picture as a whole is unlike everything that the model draws; `no-word`: no word of the model says the attribute.',
    }),
    attribute: t.field({
      description: 'Null where it is about the whole picture.',
      type: AttributeEnum,
      nullable: true,
      resolve: ({ attribute }) => attribute,
    }),
    message: t.exposeString('message', { description: 'For people.' }),
  }),
});

export const AssessmentType = builder.objectRef<Assessment>('Assessment').implement({
  description:
    'What a model says of a picture before it is inverted, by what it draws of the words that it finds in it. It is there within seconds of the start, so that an inversion in vain can be cancelled.',
  fields: (t) => ({
    words: t.field({
      description: 'The likeliest of each attribute that was looked for.',
      type: [FoundWordType],
      resolve: ({ words }) =>
        ATTRIBUTES.flatMap((attribute) => {
          const found = words[attribute];
          return found === undefined ? [] : [{ attribute, ...found }];
        }),
    }),
    unlikeness: t.exposeFloat('unlikeness', {
      description: "The model's error on the picture over that on pictures of its own: about 1 for what it knows.",
    }),
    colorDistance: t.exposeFloat('colorDistance', {
      description: "CIEDE2000 from the picture's colors to those that the model draws for the words.",
    }),
    warnings: t.field({
      description: 'Empty where nothing speaks against inverting it.',
      type: [PictureWarningType],
      resolve: ({ warnings }) => warnings,
    }),
  }),
});

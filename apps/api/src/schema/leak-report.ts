import type { Attribute } from '@facet/base';
import { summarizeLeaks, type LeakReport } from '@facet/inversion/files';
import { ATTRIBUTES } from '@facet/base';
import { leakSentence } from '../tokens/leak-sentence.ts';
import { builder } from './builder.ts';
import { AttributeEnum } from './enums.ts';
import { embedded } from './page.ts';

interface Rate {
  readonly token: Attribute;
  readonly factor: Attribute;
  readonly rate: number;
  readonly base: number | undefined;
}

const meanOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

const RateType = builder.objectRef<Rate>('LeakRate').implement({
  description: 'How often pictures with only this token show an attribute as its reference has it.',
  fields: (t) => ({
    token: t.field({
      description: 'The token that was drawn with.',
      type: AttributeEnum,
      resolve: ({ token }) => token,
    }),
    factor: t.field({
      description: 'The attribute that was looked for.',
      type: AttributeEnum,
      resolve: ({ factor }) => factor,
    }),
    rate: t.exposeFloat('rate', { description: 'Share of the pictures, 0 to 1.' }),
    base: t.float({
      description: 'The same from the same noise without any token: what chance gives.',
      nullable: true,
      resolve: ({ base }) => base,
    }),
  }),
});

export const LeakReportType = builder.objectRef<LeakReport>('LeakReport').implement({
  description:
    'What a token brings beside its own attribute, as measured. The reports of the tokens of one inversion are the rows of a table of 4 x 4.',
  fields: (t) => ({
    sentence: t.string({ description: 'What it means, in words.', resolve: leakSentence }),
    rates: t.field({
      description: 'One for each pair of token and attribute.',
      type: [RateType],
      extensions: embedded(ATTRIBUTES.length ** 2),
      resolve: ({ rates, base }) =>
        ATTRIBUTES.flatMap((token) =>
          ATTRIBUTES.flatMap((factor) => {
            const rate = rates[token]?.[factor];
            return rate === undefined ? [] : [{ token, factor, rate, base: base[factor] }];
          }),
        ),
    }),
    holds: t.float({
      description:
        'How well it holds its own attribute, 0 to 1: how often it brings it, and for color how near its pictures come.',
      nullable: true,
      resolve: (report) => meanOf(Object.values(summarizeLeaks(report).holds)),
    }),
    colorDistance: t.float({
      description:
        "CIEDE2000 from the reference's colors to those of pictures with the color token; null where it was not measured.",
      nullable: true,
      resolve: ({ colorDistance }) => colorDistance,
    }),
    transfer: t.float({
      description: 'How often it brings its own attribute.',
      nullable: true,
      resolve: (report) => summarizeLeaks(report).transfer,
    }),
    excessLeakage: t.float({
      description: 'The mean over the others, above chance.',
      nullable: true,
      resolve: (report) => summarizeLeaks(report).excessLeakage,
    }),
    carries: t.field({
      description:
        'The other attributes that it brings far more often than chance, strongest first; the sentence says how often.',
      type: [AttributeEnum],
      resolve: (report) => summarizeLeaks(report).leaks.map(({ factor }) => factor),
    }),
    pictures: t.int({ description: 'That were drawn for it.', resolve: ({ seeds }) => seeds.length }),
    judge: t.exposeString('judge', {
      description: "`classifiers`: the model's own; `clip`: its CLIP with lists of words.",
    }),
  }),
});

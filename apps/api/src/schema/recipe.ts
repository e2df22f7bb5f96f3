import type { Recipe } from '@facet/inversion/recipes';
import { InvalidInputError, NotFoundError, RecipeRefusedError, WrongStateError } from '../errors.ts';
import { inOrganization } from '../graphql/context.ts';
import { composeFromRecipe } from '../recipes/compose-from-recipe.ts';
import { findTokens, type RecipeSlot } from '../recipes/find-tokens.ts';
import { readRecipe } from '../recipes/read-recipe.ts';
import { optionalId } from './arguments.ts';
import { builder } from './builder.ts';
import { choices } from './composition-choices.ts';
import { compositions, Word, wordsOf } from './composition.ts';
import { AttributeEnum } from './enums.ts';
import { failing } from './error-types.ts';
import { models } from './model.ts';
import { tokens } from './token.ts';

const Slot = builder.objectRef<RecipeSlot>('RecipeSlot').implement({
  description: 'The token that brought one attribute into a picture.',
  fields: (t) => ({
    attribute: t.field({
      description: 'Which one it brought.',
      type: AttributeEnum,
      resolve: ({ attribute }) => attribute,
    }),
    strength: t.exposeFloat('strength', { description: '0 to 2; 1 as it was learned.' }),
    token: t.field({
      description: 'The one of your libraries, or of those granted to you. Null: missing, so put another in its place.',
      type: tokens.ref,
      nullable: true,
      resolve: ({ token }) => token,
    }),
    tokenName: t.exposeString('tokenName', {
      nullable: true,
      description: 'As it was when the picture was drawn; null where the recipe does not say.',
    }),
    hash: t.exposeString('hash', { description: "Of the token's content; see tokensByHash." }),
  }),
});

const RecipeType = builder.objectRef<Recipe>('Recipe').implement({
  description: 'What a picture was drawn by, as its PNG says.',
  fields: (t) => ({
    prompt: t.string({
      description: 'With places such as {color} for the tokens; null: one was made of them.',
      nullable: true,
      resolve: ({ prompt }) => prompt,
    }),
    negativePrompt: t.exposeString('negativePrompt', { description: 'What was not to be seen; empty for none.' }),
    slots: t.field({
      description: 'One for each token that the recipe names, found by its id or by its hash.',
      type: [Slot],
      resolve: (recipe, _args, context) =>
        inOrganization(context, (transaction, { actor }) => findTokens(transaction, actor, recipe)),
    }),
    words: t.field({
      description: 'Plain words for attributes without a token.',
      type: [Word],
      resolve: ({ words }) => wordsOf(words),
    }),
    seed: t.field({ description: 'Of this picture.', type: 'Seed', resolve: ({ seeds, index }) => seeds[index]! }),
    seeds: t.field({
      description: 'Of those that were drawn together with it.',
      type: ['Seed'],
      resolve: ({ seeds }) => seeds,
    }),
    steps: t.exposeInt('steps', { description: 'Of denoising.' }),
    guidance: t.exposeFloat('guidance', { description: 'How strictly the prompt was followed.' }),
    scheduler: t.exposeString('scheduler', { description: 'Name of the sampler.' }),
    width: t.exposeInt('width', { description: 'Of the picture, in pixels.' }),
    height: t.exposeInt('height', { description: 'Of the picture, in pixels.' }),
    model: t.field({
      description: 'Null where no worker has offered it.',
      type: models.ref,
      nullable: true,
      resolve: async ({ fingerprint }, _args, context) => (await models.find(context, fingerprint)) ?? null,
    }),
    modelName: t.exposeString('modelName', { description: 'Of the model, as it was called then.' }),
    fingerprint: t.exposeString('fingerprint', { description: 'Of the model.' }),
  }),
});

const source = {
  recipe: { description: 'Its JSON, without the data of tokens.' },
  imageId: optionalId(
    'Image',
    'In place of that: an upload of the PNG, after it was put and before completeUpload, which draws it anew without metadata.',
  ),
} as const;

builder.queryField('readRecipe', (t) =>
  t.field({
    description: 'What a picture that Facet drew says of itself, and which of its tokens are here. Nothing is started.',
    type: RecipeType,
    errors: { types: [NotFoundError, InvalidInputError, RecipeRefusedError, WrongStateError] },
    args: { recipe: t.arg.string(source.recipe), imageId: t.arg.id(source.imageId) },
    resolve: (_root, args, context) => readRecipe(context, args),
  }),
);

builder.mutationField('composeFromRecipe', (t) =>
  t.field({
    description:
      'Draws what the recipe of a picture says, with what is given here in place of what it says. With slots its own tokens are not needed.',
    type: compositions.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'wrongState', 'quotaExceeded', 'keyReused', 'recipeRefused', 'recipeIncomplete'),
    args: {
      recipe: t.arg.string(source.recipe),
      imageId: t.arg.id(source.imageId),
      ...choices(t.arg, {}),
    },
    resolve: (_root, args, context) => composeFromRecipe(context, args),
  }),
);

/**
 * `@facet/inversion/recipes`: what a picture is drawn by, without the engine. Nothing that is imported from here loads ONNX Runtime.
 */
export { assertBound, assertBraces, assertNamed } from '../plan/template.ts';
export { readPngRecipe, withPngRecipe } from './png-recipe.ts';
export { hashesOf, parseRecipe, withoutTokenData, withTokenData, type Recipe, type RecipeToken } from './recipe.ts';

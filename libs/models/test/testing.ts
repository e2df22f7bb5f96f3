export * from './model-files.ts';
export { numbersOf } from './numbers.ts';
export { wrongModels } from './wrong-models.ts';

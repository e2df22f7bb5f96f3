export * from './model-files.ts';
export { numbersOf } from './numbers.ts';

import { models } from './en-models.ts';

/** What is said of models. It is apart from `texts`, which every page brings along. */
export const modelTexts: typeof models = models;

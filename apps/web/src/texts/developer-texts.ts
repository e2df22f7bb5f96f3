import { developers } from './en-developers.ts';

/** What is said to people who write programs. It is apart from `texts`, which every page brings along. */
export const developerTexts: typeof developers = developers;

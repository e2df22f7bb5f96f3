import { en } from './en.ts';

export type Texts = typeof en;

/** What the application says. */
export const texts: Texts = en;

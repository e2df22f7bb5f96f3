/** The program that reads files of strangers: a process that knows no secret and has no connection but to its parent. */
import { serveParsers } from '@facet/intake/parser';
import { drawSizes } from '@facet/intake/sizes';
import { readPicture } from './read-picture.ts';
import { readRecipe } from './read-recipe.ts';
import { readTokens } from './read-tokens.ts';

const readers = { drawSizes, readPicture, readRecipe, readTokens };

export type Readers = typeof readers;

serveParsers(readers);

/** Each file of an entity adds its types, queries and mutations to the builder; this one only brings them together. */
import './scalars.ts';
import './error-types.ts';
import './viewer.ts';
import './image.ts';
import './model.ts';
import './library.ts';
import './inversion.ts';
import './token.ts';
import './token-file.ts';
import './token-batch.ts';
import './composition.ts';
import './output-link.ts';
import './grid.ts';
import './output-export.ts';
import './recipe.ts';
import './board.ts';
import './member.ts';
import './api-key.ts';
import './webhook.ts';
import './account.ts';
import './deletion.ts';
import './export.ts';
import './feed.ts';
import { builder } from './builder.ts';
import { cutLists } from './cut-lists.ts';
import { plainIds } from './plain-ids.ts';

export const schema = plainIds(cutLists(builder.toSchema()));

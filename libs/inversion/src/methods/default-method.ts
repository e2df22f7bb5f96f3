import { INVERSION_DEFAULTS } from '@facet/base';
import type { Identified } from '../fingerprint.ts';
import { hasReader } from '../reader/file.ts';
import { reader } from './reader.ts';

/**
 * By which method a model inverts where nobody names one: what its reader reads, refined, since no other way was measured to
 * keep each value so well in its own token (docs/evaluation.md); that of `INVERSION_DEFAULTS` where it has no reader.
 */
export const defaultMethod = (model: Identified): string => (hasReader(model) ? reader.id : INVERSION_DEFAULTS.method);

import { checkStageBounds, stageCount } from '../attribution/stages.ts';
import { InversionError } from '../errors.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { checkFingerprint } from '../fingerprint.ts';
import type { EmbeddingModel } from './import.ts';

/**
 * Whether a set that was read from a file can be used with this model. A file says which model it belongs to; that its
 * vectors and cells have that model's shape is checked here, because a prompt would only fail on it later.
 *
 * @throws InversionError `fingerprint-mismatch`, `invalid-map`, `corrupt-file`; `origin` names the file.
 */
export function checkForModel(set: TokenSet, model: EmbeddingModel, origin: string): void {
  checkFingerprint(set, model, origin);
  checkStageBounds(set.stageBounds);
  const stages = stageCount(set.stageBounds);
  for (const { name, vectors, cells } of set.tokens) {
    const isWhole =
      vectors.length > 0 &&
      vectors.every((vector) => vector.length === model.embeddingWidth && vector.every(Number.isFinite));
    if (!isWhole)
      throw new InversionError(
        'corrupt-file',
        `${origin}: the vectors of "${name}" are not ${model.embeddingWidth} finite numbers each, as ${model.modelName} has them.`,
      );
    if (cells.length !== stages || cells.some((row) => row.length !== model.layerCount))
      throw new InversionError(
        'corrupt-file',
        `${origin}: the cells of "${name}" are not ${stages} stages of ${model.layerCount} layers, as ${model.modelName} has them.`,
      );
  }
}

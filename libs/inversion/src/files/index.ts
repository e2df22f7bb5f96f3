/**
 * `@facet/inversion/files`: token files without the engine. Nothing that is imported from here loads ONNX Runtime, so a
 * server that only writes files can use it. Files that others have written are read by `@facet/inversion/parser`.
 */
export { SOURCE_TEXT_MAP } from '../attribution/load.ts';
export { InversionError, type InversionErrorCode } from '../errors.ts';
export { assessmentSchema, type Assessment, type PictureWarning } from '../tokens/assessment.ts';
export { leakReportSchema, type LeakReport } from '../tokens/leak-report.ts';
export { summarizeLeaks, type LeakCell, type LeakSummary } from '../tokens/leak-summary.ts';
export type { TokenSet } from '../tokens/token-set.ts';
export { colorName } from '../palette/color-name.ts';
export { EXPORT_WARNING, exportPerLayer, exportSingle, type ExportedFile } from './export.ts';
export type { EmbeddingModel } from './import.ts';
export { bySet, tokenSetOf, type HashedToken, type StoredToken } from './stored-token.ts';
export { SafetensorsError } from '@facet/safetensors';
export { belongsTo } from '../fingerprint.ts';
export { encodeTokenFile } from './token-file.ts';

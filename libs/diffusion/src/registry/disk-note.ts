import { gigabytes } from '@facet/base';
import { freeDiskBytes } from '@facet/onnx';
import type { PartDescription } from '../model/describe.ts';

/**
 * What to say of a model whose prepared graphs have no room on the disk; undefined when they have. Graphs keep no weights that lie in files
 * of weights; those that lie inside an ONNX file are kept once more.
 */
export function diskNote(
  parts: readonly PartDescription[],
  cacheDirectory: string,
  freeBytes = freeDiskBytes(cacheDirectory),
): string | undefined {
  const graphs = parts.flatMap(({ files }) => files).filter(({ path }) => path.endsWith('.onnx'));
  const bytes = graphs.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= freeBytes) return undefined;
  return `Its prepared graphs keep about ${gigabytes(bytes)} GB of weights in ${cacheDirectory}, where ${gigabytes(freeBytes)} are free: they will be made again at each start. Make room there, or set FACET_CACHE to a folder on another disk.`;
}

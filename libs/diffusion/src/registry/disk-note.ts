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
  const [needed, free] = [bytes, freeBytes].map((each) => (each / 1e9).toFixed(2));
  return `Its prepared graphs keep about ${needed} GB of weights in ${cacheDirectory}, where ${free} GB are free: they will be made again at each start. Make room there, or set FACET_CACHE to a folder on another disk.`;
}

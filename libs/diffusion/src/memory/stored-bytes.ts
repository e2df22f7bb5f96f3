import { byteLength, elementCount, type OnnxModel } from '@facet/onnx';

/** From this size on the weights of a network are what decides about memory. */
export const LARGE_BYTES_MIN = 512 * 1024 ** 2;

/** A graph's weights in the types in which they are stored. */
export function storedBytes({ proto }: OnnxModel): number {
  const sizes = proto.graph.initializer.map(({ dataType, dims }) => byteLength(dataType, elementCount(dims)) ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

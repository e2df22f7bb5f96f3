/** The numbers of tools/golden/model_files.py, to the same bit. */

/** `count` numbers in [-1, 1): murmur3's finalizer of the name's FNV-1a hash plus the index times the golden ratio. */
export function numbersOf(name: string, count: number, map: (u: number) => number = (u) => u): Float32Array {
  let seed = 2166136261;
  for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 16777619);
  const result = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    let x = (seed + Math.imul(at, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    x = (x ^ (x >>> 16)) >>> 0;
    result[at] = map(x / 2147483648 - 1);
  }
  return result;
}

/** What stands for a learned tensor: matrices and kernels that keep the size of what passes, scales near 1, biases near 0. */
export function weightOf(name: string, shape: readonly number[]): Float32Array {
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (shape.length > 1) {
    const scale = Math.sqrt(3 / (count / shape[0]!));
    return numbersOf(name, count, (u) => u * scale);
  }
  const middle = name.endsWith('weight') ? 1 : 0;
  return numbersOf(name, count, (u) => u * 0.1 + middle);
}

const scratch = new DataView(new ArrayBuffer(4));

/** IEEE half precision (its 16 bits) to a number. */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** A number to the 16 bits of IEEE half precision, rounded to nearest even; beyond 65504 it becomes infinite. */
export function numberToHalf(value: number): number {
  scratch.setFloat16(0, value);
  return scratch.getUint16(0);
}

/** A number to the 16 bits of bfloat16, rounded to nearest even. */
export function numberToBfloat16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  if (Number.isNaN(value)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

export function bfloat16ToNumber(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** A table for all 65,536 halves makes converting a whole tensor several times faster than `halfToNumber` each. */
let table: Float32Array | undefined;

export function halvesToFloats(halves: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, half) => halfToNumber(half));
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = table[halves[i]!]!;
  return floats;
}

import type { Int64 } from './types.ts';

interface LongLike {
  low: number;
  high: number;
  unsigned: boolean;
}

/** A 64-bit integer of protobufjs as a number when that is exact, otherwise as a bigint. */
export function fromLong({ low, high, unsigned }: LongLike): Int64 {
  const value = (unsigned ? high >>> 0 : high) * 2 ** 32 + (low >>> 0);
  if (Number.isSafeInteger(value)) return value;
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return unsigned ? bits : BigInt.asIntN(64, bits);
}

/** The two's complement of a number or bigint, for protobufjs to write. */
export function toLong(value: Int64): LongLike {
  const bits = BigInt.asUintN(64, BigInt(value));
  return { low: Number(bits & 0xffffffffn) | 0, high: Number(bits >> 32n) | 0, unsigned: false };
}

/**
 * An int64 as a plain number. Beyond 2^53 it saturates to +-Number.MAX_SAFE_INTEGER: such values mean "to the end" in
 * Slice and the like, where only "very large" matters. What is in the file stays exact.
 */
export function saturate(value: Int64): number {
  if (typeof value === 'number') return value;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return Number.MAX_SAFE_INTEGER;
  if (value < -BigInt(Number.MAX_SAFE_INTEGER)) return -Number.MAX_SAFE_INTEGER;
  return Number(value);
}

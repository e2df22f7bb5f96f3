/**
 * From this many bytes on a value is not kept for the backward part when it follows from another in little time. Below, it does not matter, and a
 * small network is faster when it keeps all (docs/decisions/0019).
 */
export const KEPT_BYTES_MAX = 2 * 2 ** 20;

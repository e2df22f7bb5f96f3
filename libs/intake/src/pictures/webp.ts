/** Whether a WebP says of itself that it is animated: the bit of the extended header (RFC 9649, 2.7.1), also for one frame. */
export function isAnimatedWebp(bytes: Uint8Array): boolean {
  const isExtended = Buffer.from(bytes.subarray(12, 16)).toString('latin1') === 'VP8X';
  return isExtended && ((bytes[20] ?? 0) & 0b10) !== 0;
}

/** Bytes as a number of GB, for messages: whole from ten on, since it is mostly an estimate, and of less than a tenth three digits. */
export function gigabytes(bytes: number): string {
  const digits = bytes >= 1e10 ? 0 : bytes >= 1e8 ? 1 : 3;
  return (bytes / 1e9).toFixed(digits);
}

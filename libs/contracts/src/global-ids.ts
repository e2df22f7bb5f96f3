/** The id by which clients know a row, in answers of the API and in webhooks: base64url of `Kind:id`, and opaque to them. */
export const encodeId = (kind: string, id: string | number | bigint): string =>
  Buffer.from(`${kind}:${id}`).toString('base64url');

/** The parts of a global id; a text that is none has the kind ''. */
export function splitId(globalId: string): { typename: string; id: string } {
  const text = Buffer.from(globalId, 'base64url').toString();
  const at = text.indexOf(':');
  return { typename: text.slice(0, Math.max(at, 0)), id: text.slice(at + 1) };
}

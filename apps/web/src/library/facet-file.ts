const LENGTH_BYTES = 8;
/** Far more than a header of tokens has; what claims more is no token file. */
const MAX_HEADER = 1_000_000;

/** Whether a file says of itself that it is Facet's, so that nothing has to be asked about it. Whether it is, the API finds out. */
export async function isFacetFile(file: Blob): Promise<boolean> {
  const head = new DataView(await file.slice(0, LENGTH_BYTES).arrayBuffer());
  if (head.byteLength < LENGTH_BYTES) return false;
  const length = head.getBigUint64(0, true);
  if (length > MAX_HEADER) return false;
  const text = await file.slice(LENGTH_BYTES, LENGTH_BYTES + Number(length)).text();
  try {
    const { __metadata__: metadata } = JSON.parse(text) as { readonly __metadata__?: Readonly<Record<string, string>> };
    return metadata?.['facet'] !== undefined;
  } catch {
    // One that is cut off is one of Facet's all the same, and nothing has to be asked before it is refused.
    return text.startsWith('{') && text.includes('"facet":');
  }
}

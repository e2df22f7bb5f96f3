/** Fields of the API's Query that show things of a kind, or what follows from them. */
const SHOWN_BY: Readonly<Record<string, readonly string[]>> = {
  ApiKey: ['apiKeys'],
  AuditEvent: ['auditEvents'],
  Composition: ['compositions'],
  Grid: ['grids'],
  Image: ['image', 'images'],
  Inversion: ['inversions'],
  Invitation: ['invitations'],
  Library: ['libraries', 'library', 'nodes', 'tokens'],
  LibraryGrant: ['libraries', 'library'],
  LibraryOffer: ['libraries', 'library', 'libraryOffers'],
  Member: ['members'],
  Output: ['compositions', 'node', 'outputs'],
  Token: ['libraries', 'library', 'nodes', 'similarTokens', 'tokenTags', 'tokens'],
  Usage: ['usage'],
  User: ['members'],
  Webhook: ['webhooks'],
  WebhookDelivery: ['webhook'],
};

/** What is to be read again where things of these kinds have come, gone or changed their places. */
export const shownBy = (typenames: Iterable<string>): ReadonlySet<string> =>
  new Set([...typenames].flatMap((typename) => SHOWN_BY[typename] ?? []));

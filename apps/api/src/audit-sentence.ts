/** What somebody did, by the action of an audit event. `{name}` and the like come from its detail. */
const DID: Readonly<Record<string, string>> = {
  'api-key.create': 'made the API key {name}',
  'api-key.take-over': 'took over an API key',
  'api-key.delete': 'deleted an API key',
  'composition.delete': 'deleted a composition',
  'grid.delete': 'deleted a grid of compositions',
  'image.delete': 'deleted a picture',
  'inversion.delete': 'deleted an inversion',
  'library.create': 'made a library',
  'library.update': 'changed a library',
  'library.delete': 'deleted a library',
  'library.hand-over': 'handed a private library to an owner',
  'library.grant': 'offered a library to another organisation',
  'library.accept': 'accepted a library that another organisation offered',
  'library.decline': 'declined a library that another organisation offered',
  'library.leave': 'left a library of another organisation',
  'library.revoke': 'ended the grant of a library',
  'member.invite': 'invited somebody as {role}',
  'member.join': 'joined',
  'member.leave': 'left',
  'member.remove': 'removed a member',
  'member.role': 'made a member {to}, who was {from}',
  'member.uninvite': 'took back an invitation',
  'organization.create': 'made the organisation',
  'organization.export': 'exported all that the organisation has',
  'organization.update': 'renamed the organisation to {name}',
  'output.delete': 'deleted a picture of a composition',
  'output.link': 'gave a picture of a composition a public link',
  'output.unlink': 'ended the public link of a picture',
  'output.export': 'exported a picture of a composition',
  'token.add-version': 'gave a token a new version',
  'token.copy': 'copied a token',
  'token.delete': 'deleted a token',
  'token.export': 'exported a token',
  'token.import': 'imported a token',
  'token.move': 'moved a token',
  'token.rename': 'renamed a token to {name}',
  'token.tag': 'changed the tags of a token',
  'token.update': 'changed a token',
  'webhook.create': 'made a webhook',
  'webhook.update': 'changed a webhook',
  'webhook.rotate-secret': 'gave a webhook another secret',
  'webhook.delete': 'deleted a webhook',
  'webhook.test': 'tried a webhook',
  'webhook.redeliver': 'sent a message of a webhook again',
  'webhook.switch-off': 'switched a webhook off, because nothing arrived for long',
};

/** As a sentence, for people: `Ada renamed a token to sunset.` */
export function auditSentence(who: string, action: string, detail: Readonly<Record<string, unknown>>): string {
  const did = DID[action] ?? `did ${action}`;
  return `${who} ${did.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(detail[name] ?? 'something'))}.`;
}

export const isSaid = (action: string): boolean => action in DID;

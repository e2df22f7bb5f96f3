import { expect, test } from 'vitest';
import { newId, type OrganizationId, type WebhookId } from './index.ts';
import { createWebhookSeal, deriveKey, webhookPlace } from './seal.ts';

const [first, second] = ['a'.repeat(32), 'b'.repeat(32)];
const place = webhookPlace(newId<OrganizationId>(), newId<WebhookId>());

test('what is sealed can be opened in its place, by every process with the same secret, and does not show', () => {
  const closed = createWebhookSeal(first).close('whsec_hidden', place);
  expect(createWebhookSeal(first).open(closed, place)).toBe('whsec_hidden');
  expect(closed).not.toContain('hidden');
  expect(createWebhookSeal(first).close('whsec_hidden', place)).not.toBe(closed);
});

test('it opens in no other place: not for another organisation, not for another webhook', () => {
  const seal = createWebhookSeal(first);
  const closed = seal.close('whsec_hidden', place);
  const others = [webhookPlace(newId<OrganizationId>(), newId<WebhookId>()), place.replace(/.$/, 'x')];
  for (const other of others)
    expect(() => seal.open(closed, other)).toThrow(expect.objectContaining({ code: 'broken' }));
});

test('what was altered does not open', () => {
  const seal = createWebhookSeal(first);
  const closed = seal.close('whsec_hidden', place);
  const [format, key, text] = closed.split('.') as [string, string, string];
  for (const altered of [
    [format, key, `${text.slice(0, 20)}${text[20] === 'A' ? 'B' : 'A'}${text.slice(21)}`],
    [format, key, ''],
    [format, key, text.slice(4)],
  ])
    expect(() => seal.open(altered.join('.'), place)).toThrow(expect.objectContaining({ code: 'broken' }));
});

test('after a change of the secret the old one still opens, the new one closes, and without the old one the remedy is said', () => {
  const closed = createWebhookSeal(first).close('whsec_hidden', place);
  const changed = createWebhookSeal(second, `${'c'.repeat(32)} ${first}`);
  expect(changed.open(closed, place)).toBe('whsec_hidden');
  const again = changed.close('whsec_hidden', place);
  expect(createWebhookSeal(second).open(again, place)).toBe('whsec_hidden');
  expect(() => createWebhookSeal(second).open(closed, place)).toThrow(/FACET_OLD_SECRETS/);
});

test('keys of different purposes differ', () => {
  expect(deriveKey(first, 'sessions')).not.toEqual(deriveKey(first, 'webhook secrets'));
});

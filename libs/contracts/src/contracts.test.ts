import { expect, test } from 'vitest';
import {
  belongsTo,
  idFromMutationKey,
  ImageId,
  imageKey,
  newId,
  OrganizationId,
  RUN_STATUSES,
  RUN_TRANSITIONS,
  isOver,
  InvertImageInput,
} from './index.ts';

const organizationId = newId<OrganizationId>();

test('the same mutation key names the same row, another actor, mutation, organisation or key another one', () => {
  const key = { organizationId, actorId: 'a', mutation: 'startInversion', key: 'k' };
  const id = idFromMutationKey<ImageId>(key);
  expect(ImageId.parse(id)).toBe(id);
  expect(idFromMutationKey({ ...key })).toBe(id);
  const others = [
    { ...key, actorId: 'b' },
    { ...key, mutation: 'composeImages' },
    { ...key, key: 'l' },
    { ...key, organizationId: newId<OrganizationId>() },
    // Parts do not run into each other.
    { ...key, actorId: 'a","startInversion', mutation: '' },
  ];
  expect(new Set([id, ...others.map((other) => idFromMutationKey(other))]).size).toBe(6);
});

test.each(['', 'x', '00000000-0000-0000-0000-00000000000', "'; drop table image; --", 'A'.repeat(36)])(
  'what is no UUID is no id: %j',
  (text) => {
    expect(OrganizationId.safeParse(text).success).toBe(false);
  },
);

test('a storage key belongs to the organisation whose prefix it has, and to no other', () => {
  const key = imageKey(organizationId, newId<ImageId>(), 'secret');
  expect(belongsTo(organizationId, key)).toBe(true);
  expect(belongsTo(newId<OrganizationId>(), key)).toBe(false);
  expect(belongsTo(organizationId, `organizations/${organizationId}/../${newId()}/x`)).toBe(false);
});

test('a run that is over goes nowhere but back into the queue', () => {
  const over = RUN_STATUSES.filter(isOver);
  expect(over).toEqual(['finished', 'failed', 'cancelled']);
  expect(over.map((status) => RUN_TRANSITIONS[status])).toEqual([[], ['queued'], ['queued']]);
});

test('a workflow input with more than ids is refused', () => {
  const input = { organizationId, inversionId: newId(), attempt: 1, fingerprint: 'a'.repeat(64) };
  expect(InvertImageInput.safeParse(input).success).toBe(true);
  expect(InvertImageInput.safeParse({ ...input, prompt: 'a cat' }).success).toBe(false);
});

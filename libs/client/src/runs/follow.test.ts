import { expect, test } from 'vitest';
import type { Client } from '../client.ts';
import { TypedDocumentString } from '../typed-document.ts';
import { follow, lastState, untilFinished, type RunState } from './follow.ts';

const state = (status: RunState['status'], done: number): RunState => ({ status, done, total: 2, error: null });
const document = new TypedDocumentString<{ run: RunState }, { id: string }>('subscription { run }');

/** Subscriptions as a service would answer one after the other; what the real one cannot be made to say on demand. */
function scripted(...subscriptions: RunState[][]): Pick<Client, 'subscribe'> & { asked: number } {
  const script = {
    asked: 0,
    async *subscribe() {
      const events = subscriptions[script.asked++] ?? [];
      for (const run of events) yield { run };
    },
  };
  return script as unknown as Pick<Client, 'subscribe'> & { asked: number };
}

const followed = (client: Pick<Client, 'subscribe'>) => follow(client, document, { id: 'x' });

async function gathered(client: Pick<Client, 'subscribe'>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { status, done } of followed(client)) seen.push(`${status} ${done}`);
  return seen;
}

test('a state that comes again after a lost connection is told once', async () => {
  const client = scripted([state('QUEUED', 0), state('RUNNING', 1), state('RUNNING', 1), state('FINISHED', 2)]);
  expect(await gathered(client)).toEqual(['QUEUED 0', 'RUNNING 1', 'FINISHED 2']);
});

test('a service that ends its subscriptions because it goes down is asked again, and the run goes on where it was', async () => {
  const client = scripted([state('RUNNING', 1)], [state('RUNNING', 1), state('FINISHED', 2)]);
  expect(await gathered(client)).toEqual(['RUNNING 1', 'FINISHED 2']);
  expect(client.asked).toBe(2);
});

test('a service that ends them without news is told of instead of being asked for ever', async () => {
  const client = scripted([state('RUNNING', 1)], [state('RUNNING', 1)], [state('FINISHED', 2)]);
  await expect(gathered(client)).rejects.toMatchObject({ code: 'unexpected-answer' });
});

test('nothing is awaited of a run that is over', async () => {
  const client = scripted([state('CANCELLED', 1), state('RUNNING', 2)]);
  expect(await gathered(client)).toEqual(['CANCELLED 1']);
});

test('a run that ends otherwise than finished is an error with a code of its own, or a last state for who asks for that', async () => {
  const failed = { ...state('FAILED', 1), error: { message: 'The disk is full.' } };
  await expect(untilFinished(followed(scripted([failed])))).rejects.toMatchObject({
    code: 'run-failed',
    message: expect.stringContaining('The disk is full.'),
  });
  await expect(untilFinished(followed(scripted([state('CANCELLED', 1)])))).rejects.toMatchObject({
    code: 'run-cancelled',
  });
  expect(await lastState(followed(scripted([failed])))).toEqual(failed);
});

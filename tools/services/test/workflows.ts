import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type * as activities from './activities.ts';

const { greet } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });

export const nameSignal = defineSignal<[string]>('name');

/** Waits for a name, and returns what the activity makes of it. */
export async function greetWhenNamed(): Promise<string> {
  let name: string | undefined;
  setHandler(nameSignal, (given) => void (name = given));
  await condition(() => name !== undefined);
  return greet(name!);
}

import { runManaged, type Manager } from '@facet/services';
import { CommanderError } from 'commander';
import { join } from 'node:path';
import { demo } from '../demo/demo.ts';
import type { DemoPlan } from '../demo/plan.ts';
import { announcement } from './announcement.ts';
import { lookAtFirstPage } from './first-page.ts';
import { readOptions, type StartOptions } from './options.ts';
import { readSecrets } from './secrets.ts';
import { startStack } from './stack.ts';
import { createVoice, type Voice } from './voice.ts';

const EXIT_USAGE = 2;

/** `npm start` with these arguments; resolves to its exit code once everything that it started has ended. */
export async function start(args: readonly string[], plan: DemoPlan): Promise<number> {
  let options: StartOptions;
  try {
    options = readOptions(args);
  } catch (error) {
    // Commander has printed what was asked for, or what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    throw error;
  }
  const voice = createVoice(options.json);
  const { stateDirectory } = options;
  return runManaged({ stateDirectory, say: voice.say, complain: voice.complain }, (manager) =>
    work(manager, options, voice, plan),
  );
}

async function work(manager: Manager, options: StartOptions, voice: Voice, plan: DemoPlan): Promise<'stay' | 'done'> {
  const { stateDirectory, once } = options;
  const secrets = readSecrets(stateDirectory);
  const { api, webUrl } = await startStack(manager, options, secrets);
  const context = { reporter: voice.reporter, signal: manager.signal };
  const account = { name: 'Demo', email: 'demo@facet.localhost', password: secrets.demoPassword };
  const outcome = await demo(context, api, account, join(stateDirectory, 'demo'), plan).catch((error: unknown) => {
    if (once || manager.signal.aborted) throw error;
    // The services run, and are what is wanted without --once.
    voice.complain(error);
    return undefined;
  });
  if (outcome && (once || outcome.isNew)) voice.reporter.result(outcome.result);
  if (once) {
    const looking = lookAtFirstPage(webUrl, account, join(stateDirectory, 'demo'), manager.signal);
    await looking.then(
      (line) => voice.reporter.note(line),
      (error: unknown) => voice.reporter.warn((error as Error).message),
    );
    return 'done';
  }
  const { lines, data } = announcement(webUrl, api, account, outcome, stateDirectory);
  voice.ready(lines, data);
  return 'stay';
}

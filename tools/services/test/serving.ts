/** Runs the services as `npm start` does, and prints where they listen. For tests. */
import { runManaged } from '../src/processes/run-managed.ts';
import { startServices } from '../src/start-services.ts';

process.exit(
  await runManaged({ stateDirectory: process.argv[2]! }, async (manager) => {
    manager.say('test', JSON.stringify(await startServices(manager)));
    return 'stay';
  }),
);

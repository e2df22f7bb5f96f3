/**
 * The servers below the API, PostgreSQL and Temporal, without the rest: for work on the API and the worker. They stay up until
 * Ctrl-C, and keep their data in `.facet` (or in the folder given as an argument).
 */
import { runManaged, startServices } from '@facet/services';
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const stateDirectory = resolve(process.argv[2] ?? join(root, '.facet'));

process.exit(
  await runManaged({ stateDirectory }, async (manager) => {
    const { databaseUrl, temporalAddress } = await startServices(manager);
    manager.say('facet', `export DATABASE_URL=${databaseUrl}`);
    manager.say('facet', `export TEMPORAL_ADDRESS=${temporalAddress}`);
    manager.say('facet', 'Ctrl-C ends them.');
    return 'stay';
  }),
);

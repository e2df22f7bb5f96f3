/** `npm run operate -- migrate | backup <folder> | restore <folder>`: what operators do beside the running service. */
import { FacetError } from '@facet/base';
import { migrate } from '@facet/db';
import { Command, CommanderError } from 'commander';
import { join, resolve } from 'node:path';
import { backUp } from './operate/back-up.ts';
import { placeOf, type Place } from './operate/place.ts';
import { restore } from './operate/restore.ts';
import { root } from './start/options.ts';

const epilogue = `
Environment, as of the service:
  DATABASE_URL        the PostgreSQL, as a superuser; without it, the bundled one of the state folder, running or not
  FACET_STORAGE, S3_* where objects are; by default in the state folder

docs/operations.md says what a backup holds, and how an upgrade goes.`;

// npm runs scripts in the workspace's root and says in INIT_CWD where the user was.
const absolute = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);

const program = new Command('npm run operate --')
  .description('Migrates, backs up and restores an installation.')
  .option('--state <folder>', 'state folder of npm start', join(root, '.facet'))
  .helpOption('-h, --help', 'show this')
  .addHelpText('after', epilogue)
  .exitOverride();

const work = (use: (place: Place, folder: string) => Promise<string[]>) => async (folder: string) => {
  const { state } = program.opts<{ state: string }>();
  for (const line of await use(placeOf(absolute(state), process.env), absolute(folder))) console.log(line);
};

program
  .command('migrate')
  .description('bring the database up to date; before new versions of the programs start')
  .action(() =>
    work(async (place) => {
      const count = await place.useDatabase((url) => migrate(url));
      return [`The database is up to date; migrations that were new: ${count}.`];
    })('.'),
  );
program
  .command('backup <folder>')
  .description('copy database and objects into a new folder; the service may run')
  .action(work(backUp));
program
  .command('restore <folder>')
  .description('put a backup into an empty database and the storage; the service must not run')
  .action(work(restore));

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed what was asked for, or what is wrong.
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  console.error(`[facet] ${error instanceof FacetError ? error.message : String((error as Error).stack)}`);
  process.exit(1);
}

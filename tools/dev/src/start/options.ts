import { Command, InvalidArgumentError } from 'commander';
import { join, resolve } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..', '..');

export interface StartOptions {
  /** Ends after the demo. */
  readonly once: boolean;
  /** JSON lines on standard output instead of a log for people. */
  readonly json: boolean;
  readonly workers: number;
  /** The web application shows changes of its sources at once. */
  readonly dev: boolean;
  /** Absolute. */
  readonly stateDirectory: string;
}

const epilogue = `
The first start inverts two pictures through the API and composes new ones of them; that takes a few minutes on two cores.
A later start keeps everything, and goes on with a demo that was interrupted. Ctrl-C ends all that was started.

Environment:
  PORT, HOST            where the API listens; by default 127.0.0.1 and port 4000, or a free one when that is taken
  WEB_PORT              where the web application listens; by default 3000, or a free one when that is taken
  FACET_WEB_URL         its address for browsers, where something stands before it
  DATABASE_URL          a PostgreSQL 15 or newer in place of the bundled one, as a superuser, or as the database's owner with
                        CREATEROLE: used for migrations, and to set passwords of the roles facet_app and facet_ops there
  TEMPORAL_ADDRESS      host:port of a Temporal in place of a development server (TEMPORAL_NAMESPACE: default)
  S3_BUCKET, S3_*       a bucket in place of a folder (libs/storage/README.md)
  FACET_MODELS          models that workers offer, separated as in PATH: folders, checkpoints, or names of
                        facet models list; by default the bundled one
  FACET_DEVICE          auto, cuda, webgpu or cpu
  FACET_CACHE           where Temporal is kept once it is downloaded or built; by default ~/.cache/facet
  FACET_LOG_LEVEL       of the API and the workers; by default info`;

/** Reads the command line. Throws commander's errors, also for --help, which it prints. */
export function readOptions(args: readonly string[]): StartOptions {
  const program = new Command('npm start --')
    .description(
      'Starts Facet: PostgreSQL, Temporal, the API, workers and the web application, with their data in one folder.',
    )
    .option(
      '--once',
      'end after the demo, with a picture of the first page where there is a Chromium; exit code 0 only if its pictures are there',
      false,
    )
    .option('--dev', 'the web application shows changes of its sources at once', false)
    .option('--json', 'write JSON lines, for programs', false)
    .option('--workers <number>', 'worker processes, as many as there are devices', positive, 1)
    .option('--state <folder>', 'where data, secrets and logs are', join(root, '.facet'))
    .helpOption('-h, --help', 'show this')
    .addHelpText('after', epilogue)
    .allowExcessArguments(false)
    .exitOverride();
  const { once, dev, json, workers, state } = program
    .parse(args, { from: 'user' })

    .opts<{ once: boolean; dev: boolean; json: boolean; workers: number; state: string }>();
  // npm runs scripts in the workspace's root and says in INIT_CWD where the user was.
  return { once, dev, json, workers, stateDirectory: resolve(process.env['INIT_CWD'] ?? '.', state) };
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return value;
}

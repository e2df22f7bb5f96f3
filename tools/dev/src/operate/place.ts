import { usePostgres } from '@facet/services';
import { createLinks, openLocalStore, openStore, type ObjectStore } from '@facet/storage';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** Where an installation has its data. */
export interface Place {
  /** Gives the address of whoever may migrate. */
  useDatabase<Result>(use: (databaseUrl: string) => Promise<Result>): Promise<Result>;
  readonly storageFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What its secret is called, for people. */
  readonly secret: string;
}

/** What the environment names, and for the rest the state folder of `npm start`. */
export function placeOf(stateDirectory: string, environment: NodeJS.ProcessEnv): Place {
  const { DATABASE_URL, FACET_STORAGE, FACET_SECRET } = environment;
  return {
    useDatabase: (use) => (DATABASE_URL ? use(DATABASE_URL) : usePostgres(join(stateDirectory, 'postgres'), use)),
    storageFolder: FACET_STORAGE || join(stateDirectory, 'storage'),
    environment,
    secret: FACET_SECRET || DATABASE_URL ? 'FACET_SECRET' : join(stateDirectory, 'secrets.json'),
  };
}

/** Nobody gets addresses of what is opened here. */
const noLinks = () => createLinks(randomBytes(32).toString('hex'), 'http://operate.invalid/');

export const openOwnStore = ({ environment, storageFolder }: Place): Promise<ObjectStore> =>
  openStore(environment, storageFolder, noLinks());

export const openBackupStore = (folder: string): Promise<ObjectStore> => openLocalStore(folder, noLinks());

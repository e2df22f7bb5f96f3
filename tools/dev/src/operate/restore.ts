import { restoreDatabase } from '@facet/db';
import { copyObjects } from '@facet/storage';
import { join } from 'node:path';
import { DATABASE_PART, OBJECTS_PART } from './back-up.ts';
import { openBackupStore, openOwnStore, type Place } from './place.ts';

/** Puts a backup's objects where they belong, and then its rows into an empty database, which is what makes the service one again. */
export async function restore(place: Place, folder: string): Promise<string[]> {
  const { objects } = await copyObjects(await openBackupStore(join(folder, OBJECTS_PART)), await openOwnStore(place));
  const { tables, takenAt } = await place.useDatabase((url) => restoreDatabase(url, join(folder, DATABASE_PART)));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `The service is as it was at ${takenAt}: ${rows} rows, ${objects} objects. Start it beside a Temporal that is empty or its own.`,
    `It needs ${place.secret} as it was then.`,
    'Runs that were at work then fail within minutes and can be resumed; those that waited begin.',
  ];
}

import { backUpDatabase } from '@facet/db';
import { copyObjects } from '@facet/storage';
import { join } from 'node:path';
import { openBackupStore, openOwnStore, type Place } from './place.ts';

/** Parts of a backup's folder. */
export const DATABASE_PART = 'database';
export const OBJECTS_PART = 'objects';

/**
 * Copies the database and then the stored objects into a new folder, while the service goes on: every object that a row of the copy names
 * is there, unless somebody has deleted it in between.
 */
export async function backUp(place: Place, folder: string): Promise<string[]> {
  const { tables, takenAt, passwords } = await place.useDatabase((url) =>
    backUpDatabase(url, join(folder, DATABASE_PART)),
  );
  const { objects, bytes } = await copyObjects(
    await openOwnStore(place),
    await openBackupStore(join(folder, OBJECTS_PART)),
  );
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `The service as it was at ${takenAt} is in ${folder}: ${rows} rows, ${objects} objects of ${bytes} bytes.`,
    `Keep ${place.secret} as well, and elsewhere: without it secrets of webhooks and e-mails that wait cannot be opened.`,
    ...(passwords
      ? []
      : [
          'The passwords of facet_app and facet_ops are not in it: only a superuser sees them. Set them after a restore.',
        ]),
  ];
}

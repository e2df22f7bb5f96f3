import {
  followInversion,
  startInversion,
  untilFinished,
  uploadPicture,
  type Client,
  type StartInversionMutationVariables,
} from '@facet/client';
import { openAsBlob } from 'node:fs';
import { references } from './references.ts';

/** Has one of the pictures taken apart. @returns the id of the run, which is over */
export async function takeApart(
  client: Client,
  libraryId: string,
  picture: keyof typeof references,
  how: Pick<StartInversionMutationVariables, 'name' | 'objectWord' | 'method' | 'steps'>,
): Promise<string> {
  const { id: imageId } = await uploadPicture(client, { name: picture, body: await openAsBlob(references[picture]) });
  const { id } = await startInversion(client, { imageId, libraryId, ...how });
  await untilFinished(followInversion(client, id));
  return id;
}

import type { Client } from '../client.ts';
import { accepted, type Accepted } from '../errors/accepted.ts';
import { ClientError } from '../errors/client-error.ts';
import type { PictureType } from '../operations/schema.ts';
import {
  CompleteUploadDocument,
  CreateUploadDocument,
  type CompleteUploadMutation,
} from '../operations/upload.graphql.ts';
import { pictureType } from './picture-type.ts';
import { putFile, type Upload } from './put-file.ts';

export interface PictureUpload extends Upload {
  readonly name: string;
  /** Of a stream, which cannot be looked into; that of a Blob is found by its first bytes. */
  readonly type?: PictureType;
  /** Repeating the upload with it repeats the answer. */
  readonly clientMutationKey?: string;
}

export type UploadedPicture = Accepted<CompleteUploadMutation['completeUpload']>;

/**
 * Sends a picture: an upload is created, the bytes are put to its signed address, then the service checks them.
 * @throws ClientError `picture-refused` for what is no PNG, JPEG or WebP, or not taken for another reason
 */
export async function uploadPicture(client: Client, picture: PictureUpload): Promise<UploadedPicture> {
  const imageId = await putPicture(client, picture);
  const { signal } = picture;
  return accepted((await client.run(CompleteUploadDocument, { imageId }, { signal })).completeUpload);
}

/** Does all of that but the checking; gives the id of the image to be. @throws ClientError as `uploadPicture` does */
export async function putPicture(client: Client, picture: PictureUpload): Promise<string> {
  const { name, body, clientMutationKey, signal } = picture;
  const type = picture.type ?? (body instanceof Blob ? await pictureType(body) : undefined);
  if (!type)
    throw new ClientError('picture-refused', `"${name}" is not a PNG, JPEG or WebP file, which the service takes.`, {
      reason: 'type-mismatch',
    });
  const input = { name, type, bytes: body.size, clientMutationKey };
  const created = await client.run(CreateUploadDocument, input, { signal });
  const { image, ...target } = accepted(created.createUpload);
  await putFile(client, target, picture);
  return image.id;
}

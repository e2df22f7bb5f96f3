'use client';
import { useApolloClient } from '@apollo/client/react';
import { accepted, ClientError, connect, uploadPicture } from '@facet/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { why } from '../graphql/why.ts';
import { withSession } from '../graphql/with-session.ts';
import { objectionTo } from './check-picture.ts';
import { nameOf, nameOfAddress } from './names.ts';
import {
  DeletePictureDocument,
  FirstOfItsKindDocument,
  ImportPictureDocument,
  type PictureCardFragment,
} from './uploads.graphql.ts';

export type UploadState =
  | { readonly at: 'checking' | 'fetching' }
  | { readonly at: 'sending'; readonly share: number }
  /** @property earlier that picture, where it was there already: then it is used, and the new one is not kept */
  | { readonly at: 'ready'; readonly imageId: string; readonly earlier?: PictureCardFragment }
  | { readonly at: 'refused'; readonly why: string; readonly mayRetry: boolean };

export interface PictureUpload {
  readonly key: string;
  /** Of the file, without its ending. */
  readonly name: string;
  /** Undefined for a picture that the service has, or fetches. */
  readonly file?: File;
  /** From where the service fetches it. */
  readonly url?: string;
  /** For showing it at once; undefined until there is something to show. */
  readonly address?: string | undefined;
  readonly state: UploadState;
}

/**
 * Pictures on their way into the organisation, each by itself: one that is refused does not stop the others.
 * @param given one that is there already
 */
export function useUploads(organizationId: string, given?: PictureCardFragment) {
  const apollo = useApolloClient();
  const [uploads, setUploads] = useState<readonly PictureUpload[]>(() => (given ? [stored(given)] : []));
  const client = useMemo(
    () =>
      typeof location === 'undefined' ? undefined : connect({ url: location.origin, credentials: { organizationId } }),
    [organizationId],
  );
  const addresses = useRef(new Set<string>());
  useEffect(() => {
    const made = addresses.current;
    return () => made.forEach((address) => URL.revokeObjectURL(address));
  }, []);

  const set = useCallback((key: string, change: Partial<PictureUpload>): void => {
    setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)));
  }, []);

  /** What is used of a picture that has just come: itself, or the one that was here before. */
  const settled = useCallback(
    async (imageId: string, sha256: string | null): Promise<UploadState> => {
      const variables = { sha256: sha256 ?? '' };
      const { data } = await apollo.query({ query: FirstOfItsKindDocument, variables, fetchPolicy: 'network-only' });
      const earlier = data?.images.edges[0]?.node;
      if (!earlier || earlier.id === imageId) return { at: 'ready', imageId };
      // Where it cannot be deleted there are two of it, which harms nobody.
      void apollo.mutate({ mutation: DeletePictureDocument, variables: { id: imageId } }).catch(() => undefined);
      return { at: 'ready', imageId: earlier.id, earlier };
    },
    [apollo],
  );

  const send = useCallback(
    async ({ key, file, url, name }: PictureUpload): Promise<void> => {
      try {
        if (file) {
          set(key, { state: { at: 'checking' } });
          const objection = await objectionTo(file);
          if (objection !== undefined) return set(key, { state: { at: 'refused', why: objection, mayRetry: false } });
          const { id, sha256 } = await withSession(() =>
            uploadPicture(client!, {
              name,
              body: file,
              onProgress: (sent, total) => set(key, { state: { at: 'sending', share: sent / total } }),
            }),
          );
          return set(key, { state: await settled(id, sha256) });
        }
        set(key, { state: { at: 'fetching' } });
        const { data } = await apollo.mutate({
          mutation: ImportPictureDocument,
          variables: { url: url!, name, key: crypto.randomUUID() },
        });
        const image = accepted(data!.importImage);
        set(key, { address: image.picture?.url, state: await settled(image.id, image.sha256) });
      } catch (error) {
        set(key, { state: { at: 'refused', why: why(error), mayRetry: !isFinal(error) } });
      }
    },
    [apollo, client, set, settled],
  );

  const begin = useCallback(
    (upload: Omit<PictureUpload, 'key' | 'state'>): void => {
      const begun: PictureUpload = { ...upload, key: crypto.randomUUID(), state: { at: 'checking' } };
      setUploads((before) => [...before, begun]);
      void send(begun);
    },
    [send],
  );
  const add = useCallback(
    (files: Iterable<File>): void => {
      for (const file of files) {
        const address = URL.createObjectURL(file);
        addresses.current.add(address);
        begin({ name: nameOf(file.name, 'picture'), file, address });
      }
    },
    [begin],
  );

  return {
    uploads,
    add,
    /** Has the service fetch a picture. */
    addFrom: (url: string): void => begin({ name: nameOfAddress(url, 'picture'), url }),
    retry: (upload: PictureUpload): void => void send(upload),
    remove: (key: string): void => setUploads((before) => before.filter((upload) => upload.key !== key)),
  };
}

/** Whether the same picture would be refused again. */
const isFinal = (error: unknown): boolean =>
  error instanceof ClientError && (error.code === 'picture-refused' || error.code === 'invalid-input');

const stored = ({ id, name, picture }: PictureCardFragment): PictureUpload => ({
  key: id,
  name,
  address: picture?.url,
  state: { at: 'ready', imageId: id },
});

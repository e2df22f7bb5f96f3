'use client';
import { connect, uploadPicture } from '@facet/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { objectionTo } from './check-picture.ts';

export type UploadState =
  | { readonly at: 'checking' }
  | { readonly at: 'sending'; readonly share: number }
  | { readonly at: 'ready'; readonly imageId: string }
  | { readonly at: 'refused'; readonly why: string; readonly mayRetry: boolean };

export interface PictureUpload {
  readonly key: string;
  readonly file: File;
  /** Of the file here, for showing it at once. */
  readonly address: string;
  readonly state: UploadState;
}

/** Pictures on their way into the organisation, each by itself: one that is refused does not stop the others. */
export function useUploads(organizationId: string) {
  const [uploads, setUploads] = useState<readonly PictureUpload[]>([]);
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

  const set = useCallback((key: string, state: UploadState): void => {
    setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, state } : upload)));
  }, []);

  const send = useCallback(
    async (key: string, file: File): Promise<void> => {
      set(key, { at: 'checking' });
      const objection = await objectionTo(file);
      if (objection !== undefined) return set(key, { at: 'refused', why: objection, mayRetry: false });
      try {
        const { id } = await uploadPicture(client!, {
          name: nameOf(file),
          body: file,
          onProgress: (sent, total) => set(key, { at: 'sending', share: sent / total }),
        });
        set(key, { at: 'ready', imageId: id });
      } catch (error) {
        set(key, { at: 'refused', why: (error as Error).message, mayRetry: true });
      }
    },
    [client, set],
  );

  const add = useCallback(
    (files: Iterable<File>): void => {
      for (const file of files) {
        const key = crypto.randomUUID();
        const address = URL.createObjectURL(file);
        addresses.current.add(address);
        setUploads((before) => [...before, { key, file, address, state: { at: 'checking' } }]);
        void send(key, file);
      }
    },
    [send],
  );

  return {
    uploads,
    add,
    retry: ({ key, file }: PictureUpload): void => void send(key, file),
    remove: (key: string): void => setUploads((before) => before.filter((upload) => upload.key !== key)),
  };
}

/** Of a file, without its ending. */
export const nameOf = ({ name }: File): string => name.replace(/\.\w+$/, '').slice(0, 100) || 'picture';

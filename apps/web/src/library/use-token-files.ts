'use client';
import { ClientError, connect, importTokens } from '@facet/client';
import { useCallback, useMemo, useState } from 'react';
import type { TokenAttribute } from '../graphql/schema.ts';
import { why } from '../graphql/why.ts';
import { withSession } from '../graphql/with-session.ts';
import { isFacetFile } from './facet-file.ts';
import { nameOf } from '../uploads/names.ts';

/** As the API takes them. */
export const MAX_BYTES = 20_000_000;

export type TokenFileState =
  | { readonly at: 'chosen' }
  | { readonly at: 'sending'; readonly share: number }
  | { readonly at: 'done'; readonly count: number }
  /** `reason` is the API's; undefined for what is none of the file's. */
  | { readonly at: 'refused'; readonly why: string; readonly reason: string | undefined };

/** What the file does not say, and who brings it knows. */
export interface Wishes {
  readonly name: string;
  readonly attribute: TokenAttribute;
  readonly word: string;
  readonly allowPickle: boolean;
}

export interface TokenUpload extends Wishes {
  readonly key: string;
  readonly file: File;
  /** Undefined until it has been looked at. */
  readonly isForeign: boolean | undefined;
  readonly state: TokenFileState;
}

/** Token files on their way into a library, each by itself: one that is refused does not stop the others. */
export function useTokenFiles(organizationId: string) {
  const [uploads, setUploads] = useState<readonly TokenUpload[]>([]);
  const client = useMemo(
    () =>
      typeof location === 'undefined' ? undefined : connect({ url: location.origin, credentials: { organizationId } }),
    [organizationId],
  );
  const change = useCallback((key: string, changes: Partial<TokenUpload>): void => {
    setUploads((before) => before.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  }, []);
  const add = useCallback(
    (files: Iterable<File>): void => {
      for (const file of files) {
        const key = crypto.randomUUID();
        const upload: TokenUpload = {
          key,
          file,
          name: nameOf(file.name, 'token'),
          attribute: 'OBJECT',
          word: '',
          allowPickle: false,
          isForeign: undefined,
          state: { at: 'chosen' },
        };
        setUploads((before) => [...before, upload]);
        void isFacetFile(file).then((isOurs) => change(key, { isForeign: !isOurs }));
      }
    },
    [change],
  );
  const send = async ({ key, file, name, attribute, word, allowPickle, isForeign }: TokenUpload, libraryId: string) => {
    change(key, { state: { at: 'sending', share: 0 } });
    try {
      const tokens = await withSession(() =>
        importTokens(
          client!,
          { body: file, onProgress: (sent, total) => change(key, { state: { at: 'sending', share: sent / total } }) },
          { libraryId, name, ...(isForeign && { attribute, word: word.trim(), allowPickle }) },
        ),
      );
      change(key, { state: { at: 'done', count: tokens.length } });
      return true;
    } catch (error) {
      const reason = error instanceof ClientError ? error.reason : undefined;
      change(key, { state: { at: 'refused', why: why(error), reason } });
      return false;
    }
  };
  return {
    uploads,
    add,
    change,
    send,
    remove: (key: string): void => setUploads((before) => before.filter((each) => each.key !== key)),
    clear: (): void => setUploads([]),
  };
}

import {
  cacheExchange,
  Client,
  fetchExchange,
  subscriptionExchange,
  type AnyVariables,
  type TypedDocumentNode,
} from '@urql/core';
import { endpoint, headers, openSocket } from '../environment.ts';
import {
  AttributesDocument,
  CompleteUploadDocument,
  CreateLibraryDocument,
  CreateUploadDocument,
  LibrariesDocument,
  LibraryChangesDocument,
  OrganizationDocument,
  ProgressDocument,
  StartInversionDocument,
} from '../generated/urql/walk.graphql.ts';
import type { Stranger } from '../walk.ts';

/** urql with graphql-ws, and documents of this repository's own generator in the form of syntax trees. */
export function stranger(): Stranger {
  const socket = openSocket();
  const client = new Client({
    url: endpoint,
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables: variables ?? {} }, sink) }),
        }),
      }),
    ],
  });
  async function query<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const { data, error } = await client.query(document, variables).toPromise();
    if (!data) throw error ?? new Error('no data');
    return data;
  }
  async function mutate<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const { data, error } = await client.mutation(document, variables).toPromise();
    if (!data) throw error ?? new Error('no data');
    return data;
  }
  return {
    organization: async () => (await query(OrganizationDocument, {})).viewer.organization.name,
    createLibrary: async (name) => (await mutate(CreateLibraryDocument, { name })).createLibrary,
    async libraries(page) {
      const { edges, pageInfo } = (await query(LibrariesDocument, page)).libraries;
      return { names: edges.map(({ node }) => node.name), ...pageInfo };
    },
    async createUpload(bytes) {
      const { createUpload } = await mutate(CreateUploadDocument, { bytes });
      if (createUpload.__typename !== 'ImageUpload') throw new Error(createUpload.code);
      return { imageId: createUpload.image.id, url: createUpload.url, headers: createUpload.headers };
    },
    async completeUpload(imageId) {
      const { completeUpload } = await mutate(CompleteUploadDocument, { imageId });
      if (completeUpload.__typename !== 'Image') throw new Error(completeUpload.code);
    },
    async startInversion(input) {
      const { startInversion } = await mutate(StartInversionDocument, input);
      if (startInversion.__typename !== 'Inversion') throw new Error(startInversion.code);
      return startInversion.id;
    },
    follow: (id, see) =>
      new Promise((resolve, reject) => {
        const { unsubscribe } = client.subscription(ProgressDocument, { id }).subscribe(({ data, error, hasNext }) => {
          if (error) reject(error);
          else if (data) see(data.inversionProgress.status);
          const isOver = data?.inversionProgress.status === 'FINISHED';
          if (!isOver && hasNext !== false) return;
          setTimeout(() => unsubscribe());
          resolve();
        });
      }),
    attributes: async (inversionId) =>
      (await query(AttributesDocument, { inversionId })).tokens.edges.map(({ node }) => node.attribute),
    hearOfLibraries: (see) =>
      new Promise((resolve, reject) => {
        client.subscription(LibraryChangesDocument, {}).subscribe(({ data, error }) => {
          if (error) return reject(error);
          const news = data?.organizationChanges;
          if (news?.__typename === 'FeedResync') resolve();
          if (news?.__typename !== 'FeedChanges') return;
          for (const { node } of news.changes) if (node?.__typename === 'Library') see(node.name);
        });
      }),
    async close() {
      await socket.dispose();
    },
  };
}

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { endpoint, headers, openSocket } from '../environment.ts';
import {
  AttributesDocument,
  CompleteUploadDocument,
  CreateLibraryDocument,
  CreateUploadDocument,
  LibrariesDocument,
  OrganizationDocument,
  ProgressDocument,
  StartInversionDocument,
} from '../generated/apollo/graphql.ts';
import fragments from '../generated/apollo/possible-types.ts';
import type { Stranger } from '../walk.ts';

/** Apollo Client with documents of graphql-codegen's client preset. */
export function stranger(): Stranger {
  const socket = openSocket();
  const link = ApolloLink.split(
    ({ query }) => {
      const definition = getMainDefinition(query);
      return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
    },
    new GraphQLWsLink(socket),
    new HttpLink({ uri: endpoint, headers }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache(fragments) });
  return {
    organization: async () => (await client.query({ query: OrganizationDocument })).data!.viewer.organization.name,
    async createLibrary(name) {
      const { data } = await client.mutate({ mutation: CreateLibraryDocument, variables: { name } });
      return data!.createLibrary;
    },
    async libraries(variables) {
      const { data } = await client.query({ query: LibrariesDocument, variables });
      const { edges, pageInfo } = data!.libraries;
      return { names: edges.map(({ node }) => node.name), ...pageInfo };
    },
    async createUpload(bytes) {
      const { data } = await client.mutate({ mutation: CreateUploadDocument, variables: { bytes } });
      const upload = data!.createUpload;
      if (upload.__typename !== 'ImageUpload') throw new Error(upload.code);
      return { imageId: upload.image.id, url: upload.url, headers: upload.headers };
    },
    async completeUpload(imageId) {
      const { data } = await client.mutate({ mutation: CompleteUploadDocument, variables: { imageId } });
      if (data!.completeUpload.__typename !== 'Image') throw new Error(data!.completeUpload.code);
    },
    async startInversion(variables) {
      const { data } = await client.mutate({ mutation: StartInversionDocument, variables });
      const run = data!.startInversion;
      if (run.__typename !== 'Inversion') throw new Error(run.code);
      return run.id;
    },
    follow: (id, see) =>
      new Promise((resolve, reject) => {
        client.subscribe({ query: ProgressDocument, variables: { id } }).subscribe({
          next: ({ data, error }) => (data ? see(data.inversionProgress.status) : reject(error)),
          error: reject,
          complete: resolve,
        });
      }),
    async attributes(inversionId) {
      const { data } = await client.query({ query: AttributesDocument, variables: { inversionId } });
      return data!.tokens.edges.map(({ node }) => node.attribute);
    },
    async close() {
      await socket.dispose();
    },
  };
}

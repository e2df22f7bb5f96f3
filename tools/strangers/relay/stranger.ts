import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  getSingularSelector,
  Network,
  Observable,
  RecordSource,
  requestSubscription,
  Store,
  type GraphQLResponse,
  type GraphQLTaggedNode,
  type MutationParameters,
  type OperationType,
  type SubscribeFunction,
} from 'relay-runtime';
import { endpoint, headers, openSocket } from '../environment.ts';
import CompleteUpload, {
  type documentsCompleteUploadMutation,
} from '../generated/relay/documentsCompleteUploadMutation.graphql.ts';
import CreateLibrary, {
  type documentsCreateLibraryMutation,
} from '../generated/relay/documentsCreateLibraryMutation.graphql.ts';
import CreateUpload, {
  type documentsCreateUploadMutation,
} from '../generated/relay/documentsCreateUploadMutation.graphql.ts';
import Libraries, { type documentsLibrariesQuery } from '../generated/relay/documentsLibrariesQuery.graphql.ts';
import MoreTokens, { type documentsMoreTokensQuery } from '../generated/relay/documentsMoreTokensQuery.graphql.ts';
import Organization, {
  type documentsOrganizationQuery,
} from '../generated/relay/documentsOrganizationQuery.graphql.ts';
import Progress, {
  type documentsProgressSubscription,
} from '../generated/relay/documentsProgressSubscription.graphql.ts';
import StartInversion, {
  type documentsStartInversionMutation,
} from '../generated/relay/documentsStartInversionMutation.graphql.ts';
import TokensFragment, { type documentsTokens$data } from '../generated/relay/documentsTokens.graphql.ts';
import Tokens, { type documentsTokensQuery } from '../generated/relay/documentsTokensQuery.graphql.ts';
import type { Stranger } from '../walk.ts';

/** Relay's runtime on artifacts of its compiler. */
export function stranger(): Stranger {
  const socket = openSocket();
  const subscribe: SubscribeFunction = ({ text }, variables) =>
    Observable.create((sink) =>
      socket.subscribe(
        { query: text!, variables },
        { next: (value) => sink.next(value as GraphQLResponse), error: sink.error, complete: sink.complete },
      ),
    );
  const network = Network.create(async ({ text }, variables) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  }, subscribe);
  const environment = new Environment({ network, store: new Store(new RecordSource()) });

  const query = <Operation extends OperationType>(
    document: GraphQLTaggedNode,
    variables: Operation['variables'],
  ): Promise<Operation['response']> =>
    fetchQuery<Operation>(environment, document, variables).toPromise() as Promise<Operation['response']>;
  const mutate = <Operation extends MutationParameters>(
    mutation: GraphQLTaggedNode,
    variables: Operation['variables'],
  ): Promise<Operation['response']> =>
    new Promise((resolve, reject) => {
      commitMutation<Operation>(environment, { mutation, variables, onCompleted: resolve, onError: reject });
    });

  return {
    organization: async () => (await query<documentsOrganizationQuery>(Organization, {})).viewer.organization.name,
    async createLibrary(name) {
      const { createLibrary } = await mutate<documentsCreateLibraryMutation>(CreateLibrary, { name });
      return createLibrary.__typename === 'Library' ? { id: createLibrary.id! } : { code: createLibrary.code! };
    },
    async libraries(page) {
      const { edges, pageInfo } = (await query<documentsLibrariesQuery>(Libraries, page)).libraries;
      return { names: edges.map(({ node }) => node.name), ...pageInfo };
    },
    async createUpload(bytes) {
      const { createUpload } = await mutate<documentsCreateUploadMutation>(CreateUpload, { bytes });
      if (createUpload.__typename !== 'ImageUpload') throw new Error(createUpload.code);
      return { imageId: createUpload.image!.id, url: createUpload.url!, headers: createUpload.headers! };
    },
    async completeUpload(imageId) {
      const { completeUpload } = await mutate<documentsCompleteUploadMutation>(CompleteUpload, { imageId });
      if (completeUpload.__typename !== 'Image') throw new Error(completeUpload.code);
    },
    async startInversion(input) {
      const { startInversion } = await mutate<documentsStartInversionMutation>(StartInversion, input);
      if (startInversion.__typename !== 'Inversion') throw new Error(startInversion.code);
      return startInversion.id!;
    },
    follow: (id, see) =>
      new Promise((resolve, reject) => {
        requestSubscription<documentsProgressSubscription>(environment, {
          subscription: Progress,
          variables: { id },
          onNext: (data) => see(data!.inversionProgress.status),
          onError: reject,
          onCompleted: () => resolve(),
        });
      }),
    /** The connection of the store, after each of its pages was fetched into it. */
    async attributes(inversionId) {
      const operation = createOperationDescriptor(Tokens as never, { inversionId });
      const retained = environment.retain(operation);
      await query<documentsTokensQuery>(Tokens, { inversionId });
      const connection = (): documentsTokens$data['tokens'] => {
        const parent = environment.lookup(operation.fragment).data;
        const selector = getSingularSelector(TokensFragment, parent)!;
        return (environment.lookup(selector).data as unknown as documentsTokens$data).tokens;
      };
      for (;;) {
        const { edges, pageInfo } = connection() as unknown as {
          edges: { node: { attribute: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
        };
        if (!pageInfo.hasNextPage) {
          retained.dispose();
          return edges.map(({ node }) => node.attribute);
        }
        await query<documentsMoreTokensQuery>(MoreTokens, { inversionId, first: 2, after: pageInfo.endCursor });
      }
    },
    async close() {
      await socket.dispose();
    },
  };
}

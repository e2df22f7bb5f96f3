import type { ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
import { print } from 'graphql';
import { endpoint, headers, openSocket } from '../environment.ts';
import type { Stranger } from '../walk.ts';
import { graphql } from './graphql.ts';

const Organization = graphql(`
  query Organization {
    viewer {
      organization {
        name
      }
    }
  }
`);

const CreateLibrary = graphql(`
  mutation CreateLibrary($name: String!) {
    createLibrary(name: $name, visibility: ORGANIZATION) {
      __typename
      ... on Library {
        id
      }
      ... on Error {
        code
      }
    }
  }
`);

const PageFields = graphql(`
  fragment PageFields on PageInfo @_unmask {
    hasNextPage
    hasPreviousPage
    startCursor
    endCursor
  }
`);

const Libraries = graphql(
  `
    query Libraries($first: Int, $after: String, $last: Int, $before: String) {
      libraries(first: $first, after: $after, last: $last, before: $before) {
        pageInfo {
          ...PageFields
        }
        edges {
          node {
            name
          }
        }
      }
    }
  `,
  [PageFields],
);

const CreateUpload = graphql(`
  mutation CreateUpload($bytes: Int!) {
    createUpload(name: "cat", type: IMAGE_PNG, bytes: $bytes) {
      __typename
      ... on ImageUpload {
        image {
          id
        }
        url
        headers {
          name
          value
        }
      }
      ... on Error {
        code
      }
    }
  }
`);

const CompleteUpload = graphql(`
  mutation CompleteUpload($imageId: ID!) {
    completeUpload(imageId: $imageId) {
      __typename
      ... on Error {
        code
      }
    }
  }
`);

const StartInversion = graphql(`
  mutation StartInversion($imageId: ID!, $libraryId: ID!) {
    startInversion(imageId: $imageId, libraryId: $libraryId, name: "cat", objectWord: "cat", steps: 2) {
      __typename
      ... on Inversion {
        id
      }
      ... on Error {
        code
      }
    }
  }
`);

const Progress = graphql(`
  subscription Progress($id: ID!) {
    inversionProgress(inversionId: $id) {
      status
    }
  }
`);

const Attributes = graphql(`
  query Attributes($inversionId: ID!) {
    tokens(inversionId: $inversionId) {
      edges {
        node {
          attribute
        }
      }
    }
  }
`);

// oxlint-disable-next-line typescript/no-explicit-any -- as gql.tada's own documents are constrained
async function ask<Document extends TadaDocumentNode<any, any>>(
  document: Document,
  variables: VariablesOf<Document>,
): Promise<ResultOf<Document>> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = (await response.json()) as { data?: ResultOf<Document>; errors?: unknown };
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Nothing but fetch and graphql-ws; gql.tada gives the types out of the texts. */
export function stranger(): Stranger {
  const socket = openSocket();
  return {
    organization: async () => (await ask(Organization, {})).viewer.organization.name,
    async createLibrary(name) {
      const { createLibrary } = await ask(CreateLibrary, { name });
      return createLibrary.__typename === 'Library' ? { id: createLibrary.id } : { code: createLibrary.code };
    },
    async libraries(page) {
      const { edges, pageInfo } = (await ask(Libraries, page)).libraries;
      return { names: edges.map(({ node }) => node.name), ...pageInfo };
    },
    async createUpload(bytes) {
      const { createUpload } = await ask(CreateUpload, { bytes });
      if (createUpload.__typename !== 'ImageUpload') throw new Error(createUpload.code);
      return { imageId: createUpload.image.id, url: createUpload.url, headers: createUpload.headers };
    },
    async completeUpload(imageId) {
      const { completeUpload } = await ask(CompleteUpload, { imageId });
      if (completeUpload.__typename !== 'Image') throw new Error(completeUpload.code);
    },
    async startInversion(input) {
      const { startInversion } = await ask(StartInversion, input);
      if (startInversion.__typename !== 'Inversion') throw new Error(startInversion.code);
      return startInversion.id;
    },
    async follow(id, see) {
      const events = socket.iterate<ResultOf<typeof Progress>>({ query: print(Progress), variables: { id } });
      for await (const { data } of events) see(data!.inversionProgress.status);
    },
    attributes: async (inversionId) =>
      (await ask(Attributes, { inversionId })).tokens.edges.map(({ node }) => node.attribute),
    async close() {
      await socket.dispose();
    },
  };
}

/** What relay-compiler reads; its artifacts are used in place of these. */
import { graphql } from 'relay-runtime';

export const documents = [
  graphql`
    query documentsOrganizationQuery {
      viewer {
        organization {
          name
        }
      }
    }
  `,
  graphql`
    mutation documentsCreateLibraryMutation($name: String!) {
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
  `,
  graphql`
    query documentsLibrariesQuery($first: Int, $after: String, $last: Int, $before: String) {
      libraries(first: $first, after: $after, last: $last, before: $before) {
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        edges {
          node {
            name
          }
        }
      }
    }
  `,
  graphql`
    mutation documentsCreateUploadMutation($bytes: Int!) {
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
  `,
  graphql`
    mutation documentsCompleteUploadMutation($imageId: ID!) {
      completeUpload(imageId: $imageId) {
        __typename
        ... on Error {
          code
        }
      }
    }
  `,
  graphql`
    mutation documentsStartInversionMutation($imageId: ID!, $libraryId: ID!) {
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
  `,
  graphql`
    subscription documentsProgressSubscription($id: ID!) {
      inversionProgress(inversionId: $id) {
        status
      }
    }
  `,
  // Pagination as Relay's hooks do it: a refetchable fragment with a connection, of every page in one list of the store.
  graphql`
    fragment documentsTokens on Query
    @argumentDefinitions(
      inversionId: { type: "ID!" }
      first: { type: "Int", defaultValue: 2 }
      after: { type: "String" }
    )
    @refetchable(queryName: "documentsMoreTokensQuery") {
      tokens(inversionId: $inversionId, first: $first, after: $after) @connection(key: "documents_tokens") {
        edges {
          node {
            attribute
          }
        }
      }
    }
  `,
  graphql`
    query documentsTokensQuery($inversionId: ID!) {
      ...documentsTokens @arguments(inversionId: $inversionId)
    }
  `,
];

'use client';
import { useQuery } from '@apollo/client/react';
import { OwnLibrariesDocument, type OwnLibrariesQuery } from './batch.graphql.ts';

type OwnLibrary = OwnLibrariesQuery['libraries']['edges'][number]['node'];

/**
 * Into which tokens can be brought: those of others are read. What is known at once, and what there is by now, since nobody keeps a list up to date
 * that is not on the page; undefined while neither is there.
 */
export function useOwnLibraries(): readonly OwnLibrary[] | undefined {
  const { data } = useQuery(OwnLibrariesDocument, { fetchPolicy: 'cache-and-network' });
  return data?.libraries.edges.map(({ node }) => node);
}

/** As choices of a `Select`. */
export const libraryOptions = (libraries: readonly OwnLibrary[]) =>
  libraries.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));

import { load, type LoadResult } from './load.ts';
import { OPERATIONS, targetOf, type OperationName } from './operations.ts';
import type { World } from './world.ts';

/** Of ten requests of a person who works in the web application. */
const MIX: Readonly<Record<OperationName, number>> = { page: 6, libraries: 2, rename: 1, create: 1 };

/** 200 clients at once, ten of each organisation, each sending its next request when the one before is answered. */
export function measureManyClients({ api, tenants }: World, requests: number): Promise<LoadResult> {
  const targets = tenants.flatMap(({ person, library }) =>
    OPERATIONS.flatMap((operation) =>
      Array.from({ length: MIX[operation.name] }, () => targetOf(api.url, operation, person, library)),
    ),
  );
  return load(targets, { connections: 200, requests });
}

import type { Client } from './client.ts';
import { ModelsDocument, type ModelsQuery } from './operations/account.graphql.ts';

export type Model = ModelsQuery['models'][number];

/** The models that are known, those that no worker offers at the moment among them. */
export async function listModels(client: Client): Promise<readonly Model[]> {
  return (await client.run(ModelsDocument, {})).models;
}

import { connect, TypedDocumentString } from '@facet/client';
import type { Stack } from '@facet/stack';
import { NAME, OPERATIONS, targetOf, type OperationName } from './operations.ts';
import { recordingOf, type Recording } from './replay.ts';
import type { Tenant } from './tenant.ts';
import { startRecorder, type Transaction } from './wire-recorder.ts';

export type Recordings = Readonly<Record<OperationName, Recording>>;

/** The statements that the API sends for each operation of this tenant, read off the wire. */
export async function recordOperations(stack: Stack, tenant: Tenant): Promise<Recordings> {
  const recorder = await startRecorder(stack.appUrl);
  const api = await stack.startApi({
    DATABASE_APP_URL: recorder.addressOf(stack.appUrl),
    DATABASE_OPS_URL: recorder.addressOf(stack.opsUrl),
  });
  const client = connect({ url: api.url, credentials: { cookie: tenant.person.cookie } });
  try {
    const recordings: Partial<Record<OperationName, Recording>> = {};
    for (const operation of OPERATIONS) {
      const { query, name } = operation;
      const run = async (chosen: string): Promise<Transaction[]> => {
        const { body } = targetOf(api.url, operation, tenant.person, tenant.library);
        const { variables } = JSON.parse(body!.replace(NAME, chosen)) as { variables: object };
        recorder.take();
        await client.run(new TypedDocumentString<unknown, object>(query), variables);
        return recorder.take();
      };
      // The first operation of a process has connections to open.
      await run(`${name} 0`);
      const first = await run(`${name} 1`);
      recordings[name] = recordingOf(first, await run(`${name} 2`), `${name} 1`);
    }
    return recordings as Recordings;
  } finally {
    await api.stop();
    await recorder.close();
  }
}

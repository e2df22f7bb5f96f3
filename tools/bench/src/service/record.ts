import { ask } from './people.ts';
import { NAME, OPERATIONS, targetOf, type OperationName } from './operations.ts';
import { recordingOf, type Recording } from './replay.ts';
import { startApi, type Stack } from './stack.ts';
import type { Tenant } from './tenant.ts';
import { startRecorder, type Transaction } from './wire-recorder.ts';

export type Recordings = Readonly<Record<OperationName, Recording>>;

/** The statements that the API sends for each operation of this tenant, read off the wire. */
export async function recordOperations(stack: Stack, tenant: Tenant): Promise<Recordings> {
  const recorder = await startRecorder(stack.appUrl);
  const api = await startApi(stack, {
    appUrl: recorder.addressOf(stack.appUrl),
    opsUrl: recorder.addressOf(stack.opsUrl),
  });
  try {
    const recordings: Partial<Record<OperationName, Recording>> = {};
    for (const operation of OPERATIONS) {
      const { query, name } = operation;
      const run = async (chosen: string): Promise<Transaction[]> => {
        const { headers, body } = targetOf(api.url, operation, tenant.person, tenant.library);
        const { variables } = JSON.parse(body!.replace(NAME, chosen)) as { variables: object };
        recorder.take();
        await ask(api.url, headers!, query, variables);
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

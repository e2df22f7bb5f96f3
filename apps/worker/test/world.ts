import { runWorkflowId } from '@facet/base';
import {
  engineTaskQueue,
  Fingerprint,
  imageKey,
  newId,
  OrganizationId,
  UserId,
  PRIORITY,
  WORKFLOWS,
  type ComposeImagesInput,
  type CompositionId,
  type ImageId,
  type InversionId,
  type InvertImageInput,
  type InvertImageResult,
} from '@facet/contracts';
import {
  completeImage,
  connect,
  connectOperations,
  createLibrary,
  createUpload,
  getInversions,
  getTokenContents,
  startInversion,
  tokensOf,
  type Actor,
  type Inversion,
  type OrganizationTransaction,
  type TokenContent,
} from '@facet/db';
import { demoModelDirectory } from '@facet/diffusion';
import { createLinks, openLocalStore } from '@facet/storage';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { inject } from 'vitest';

/** A reference picture of the demo model. */
export const PICTURE = readFileSync(join(demoModelDirectory(), 'references', '00-striped-yellow-cat-lying.png'));
export const PICTURE_HASH = createHash('sha256').update(PICTURE).digest('hex');

/** As short as a run can be that is cut into several segments. */
export const SETTINGS = { steps: 8, seed: 3, batchSize: 1 } as const;

export type World = Awaited<ReturnType<typeof openWorld>>;

/**
 * Does what the API does, for tests of the worker: rows of one organisation, then workflows. Worlds that share a worker share
 * the folder of its objects.
 */
export async function openWorld(fingerprint: () => string, folder = mkdtempSync(join(tmpdir(), 'facet-worker-'))) {
  const { adminUrl, appUrl, opsUrl, temporalAddress } = inject('workerServers');
  const store = await openLocalStore(folder, createLinks('x'.repeat(32), 'http://test.invalid/'));
  const admin = new Pool({ connectionString: adminUrl, max: 2 });
  const database = await connect(appUrl);
  const operations = await connectOperations(opsUrl);
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection });

  const organizationId = OrganizationId.parse(randomUUID());
  const userId = UserId.parse(randomUUID());
  await admin.query(`insert into auth."user" (id, name, email) values ($1, 'Someone', $2)`, [
    userId,
    `${userId}@x.org`,
  ]);
  await admin.query(`insert into auth.organization (id, name, slug) values ($1, 'Test', $2)`, [organizationId, userId]);
  const actor: Actor = { kind: 'user', id: userId };
  const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
    database.withOrganization(organizationId, use);

  const image = async (): Promise<ImageId> => {
    const upload = { name: 'cat', type: 'image/png', bytes: PICTURE.length, expiresAt: new Date(Date.now() + 60_000) };
    const { id } = await inside((t) => createUpload(t, actor, upload));
    const storageKey = imageKey(organizationId, id, 'secret');
    await store.put(storageKey, PICTURE, PICTURE.length);
    const checked = {
      storageKey,
      width: 64,
      height: 64,
      bytes: PICTURE.length,
      sha256: PICTURE_HASH,
    };
    await inside((t) => completeImage(t, id, checked));
    return id;
  };

  const row = async (id: InversionId): Promise<Inversion> => (await inside((t) => getInversions(t, [id])))[0]!;

  return {
    folder,
    store,
    organizationId,
    actor,
    inside,
    operations,
    client,
    admin,
    /** A queued inversion of the picture, into a library of its own. */
    async inversion(more: { settings?: Record<string, unknown>; method?: string } = {}): Promise<InversionId> {
      const imageId = await image();
      const { id: libraryId } = await inside((t) =>
        createLibrary(t, actor, { name: newId(), visibility: 'organization' }),
      );
      const { settings = SETTINGS, method = 'matte' } = more;
      const input = { imageId, libraryId, name: 'cat', method, objectWord: 'cat', settings, steps: 100 };
      const row = await inside((t) =>
        startInversion(t, actor, { ...input, fingerprint: Fingerprint.parse(fingerprint()) }),
      );
      return row.id;
    },
    async start(inversionId: InversionId, more = ''): Promise<WorkflowHandle> {
      const { attempt } = await row(inversionId);
      const input: InvertImageInput = {
        organizationId,
        inversionId,
        attempt,
        fingerprint: Fingerprint.parse(fingerprint()),
      };
      const workflowId = runWorkflowId('inversion', { id: inversionId, attempt }) + more;
      const taskQueue = engineTaskQueue(input.fingerprint);
      return client.workflow.start(WORKFLOWS.invertImage, { taskQueue, workflowId, args: [input] });
    },
    /** In the turn of this person. */
    compose(compositionId: CompositionId, payer = 'somebody'): Promise<WorkflowHandle> {
      const input: ComposeImagesInput = {
        organizationId,
        compositionId,
        attempt: 1,
        fingerprint: Fingerprint.parse(fingerprint()),
      };
      const taskQueue = engineTaskQueue(input.fingerprint);
      const workflowId = runWorkflowId('composition', { id: compositionId, attempt: 1 });
      const priority = { priorityKey: PRIORITY.composition, fairnessKey: payer };
      return client.workflow.start(WORKFLOWS.composeImages, { taskQueue, workflowId, priority, args: [input] });
    },
    row,
    tokens: (id: InversionId): Promise<TokenContent[]> =>
      inside(async (t) => getTokenContents(t, actor, await tokensOf(t, id))),
    async close(): Promise<void> {
      await connection.close();
      await database.close();
      await operations.close();
      await admin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const resultOf = (handle: WorkflowHandle): Promise<InvertImageResult> =>
  handle.result() as Promise<InvertImageResult>;

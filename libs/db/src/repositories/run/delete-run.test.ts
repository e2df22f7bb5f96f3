import { tokenPreviewKey, type CompositionId, type InversionId, type TokenId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newComposition, newInversion, tokenContent } from '../../../test/make.ts';
import { newParty, type Party } from '../../../test/party.ts';
import {
  addOutput,
  cancelRun,
  claimRun,
  deleteComposition,
  deleteInversion,
  deleteToken,
  finishComposition,
  finishInversion,
  getCompositions,
  getInversions,
  getOutputsOf,
  getTokens,
  saveCheckpoint,
  startComposition,
  startInversion,
  storageDeletions,
} from '../../index.ts';

let it: TestDatabase;
let ours: Party;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  ours = await newParty(it);
});

/** Keys that are announced to be deleted, without the organisation's prefix. */
const announced = async (): Promise<string[]> =>
  (await it.operations.withOperations((t) => storageDeletions(t, { olderThanSeconds: -1, limit: 1000 })))
    .filter(({ organizationId }) => organizationId === ours.id)
    .map(({ key }) => key.replace(`organizations/${ours.id}/`, ''))
    .filter((key) => !key.startsWith('uploads/'))
    .toSorted();

const begin = (): Promise<InversionId> =>
  ours.inside(async (t) => {
    const { id } = await startInversion(t, ours.actor, await newInversion(t, ours.actor));
    await claimRun(t, 'inversion', id);
    return id;
  });
const finish = (id: InversionId): Promise<TokenId[]> =>
  ours.inside((t) => {
    const content = (name: string, attribute: 'color' | 'style') => ({
      ...tokenContent(name, [1, 0, 0], attribute),
      previewKey: tokenPreviewKey(ours.id, id, attribute),
    });
    const tokens = [content('a', 'color'), content('b', 'style')];
    return finishInversion(t, id, { tokens, lossCurveKey: null, tokenFileKey: null, previewKey: null });
  });

test('an inversion at work is not deleted; one that was cancelled goes with all that it has in storage', async () => {
  const id = await begin();
  const checkpoint = { segment: 1, step: 20, storageKey: 'k', bytes: 9, sha256: 'a'.repeat(64) };
  await ours.inside((t) => saveCheckpoint(t, id, checkpoint));
  await expect(ours.inside((t) => deleteInversion(t, id))).rejects.toMatchObject({ code: 'wrong-state' });
  const stranger = await newParty(it);
  await expect(stranger.inside((t) => deleteInversion(t, id))).rejects.toMatchObject({ code: 'not-found' });
  await it.admin.query(`update facet.inversion set status = 'failed' where id = $1`, [id]);
  await ours.inside((t) => deleteInversion(t, id));
  expect(await ours.inside((t) => getInversions(t, [id]))).toEqual([]);
  expect(await announced()).toEqual([`inversions/${id}/`]);
});

test('tokens outlive their inversion with the pictures of them, each of which goes with the last token that shows it', async () => {
  const id = await begin();
  const [color, style] = (await finish(id)) as [TokenId, TokenId];
  await ours.inside((t) => deleteToken(t, ours.actor, style));
  expect(await announced()).toEqual([]);
  await ours.inside((t) => deleteInversion(t, id));
  expect(await ours.inside((t) => getTokens(t, ours.actor, [color]))).toMatchObject([
    { inversionId: null, previewKey: tokenPreviewKey(ours.id, id, 'color') },
  ]);
  const gone = await announced();
  expect(gone).toContain(`inversions/${id}/previews/`);
  expect(gone).toContain(`inversions/${id}/tokens.safetensors`);
  expect(gone).toContain(`inversions/${id}/tokens/style.png`);
  expect(gone).not.toContain(`inversions/${id}/tokens/color.png`);
  expect(gone).not.toContain(`inversions/${id}/`);
  await ours.inside((t) => deleteToken(t, ours.actor, color));
  expect(await announced()).toContain(`inversions/${id}/tokens/color.png`);
});

test('a composition goes with its pictures, and what was based on it stays', async () => {
  const start = (basedOnId?: CompositionId) =>
    ours.inside(async (t) => (await startComposition(t, ours.actor, newComposition({ seeds: [1], basedOnId }))).id);
  const first = await start();
  const second = await start(first);
  await expect(ours.inside((t) => deleteComposition(t, first))).rejects.toMatchObject({ code: 'wrong-state' });
  await ours.inside(async (t) => {
    await claimRun(t, 'composition', first);
    const picture = {
      index: 0,
      seed: 1,
      storageKey: 'k',
      width: 8,
      height: 8,
      bytes: 9,
      sha256: 'a'.repeat(64),
      holdsTokens: false,
    };
    await addOutput(t, first, picture);
    await finishComposition(t, first);
  });
  await ours.inside((t) => deleteComposition(t, first));
  expect(await ours.inside((t) => getOutputsOf(t, [first]))).toEqual([]);
  expect(await ours.inside((t) => getCompositions(t, [first, second]))).toMatchObject([
    { id: second, basedOnId: null },
  ]);
  expect(await announced()).toEqual([`compositions/${first}/`]);
  await ours.inside((t) => cancelRun(t, 'composition', second));
  await ours.inside((t) => deleteComposition(t, second));
});

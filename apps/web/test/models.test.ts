import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { faultsOf } from './faults.ts';

const ada = inject('ada');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('the page of models says what was measured of each attribute, by which method a run inverts, where a model fails by its card, and under which licence it is', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada, { viewport: { width: 1440, height: 900 } });
  await open('/models');
  const model = page.getByRole('region', { name: 'demo' });
  await look(model).toContainText(
    'another word for color, in the fine layers alone, shows in 100% of the pictures; everywhere but there, in 0%.',
  );
  const layout = model.getByRole('table', { name: 'Layers in which layout is active, by stage' });
  const coarse = layout.getByRole('row').filter({ hasText: 'The whole picture' });
  await look(coarse.getByRole('cell').first()).toContainText('38% · 56%');
  await look(coarse.getByRole('cell').last()).toContainText('63% · 38%');
  await look(model.getByRole('row', { name: 'Method of a run' })).toContainText('matte');
  await look(model.getByRole('region', { name: 'Limits' })).toContainText(
    'figures on this model say little about photographs',
  );
  await look(model.getByRole('region', { name: 'Licence', exact: true })).toContainText('Apache License 2.0');
  expect(await faultsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

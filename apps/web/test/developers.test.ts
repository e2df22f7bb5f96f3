import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { faultsOf } from './faults.ts';
import { startReceiver } from './receiver.ts';

const ada = inject('ada');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

const run = promisify(execFile);

test('a key is shown once, and the examples of the page work with it as they are; then it is deleted', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada);
  await open('/developers/keys');
  await page.getByLabel('Name').fill('my program');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const key = (await page.getByRole('dialog').locator('code').textContent())!;
  expect(key).toMatch(/^facet_/);
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await look(page.getByText('never used')).toBeVisible();

  await open('/developers');
  await look(page.getByText(`${inject('webUrl')}/graphql`, { exact: true })).toBeVisible();
  const env = { ...process.env, FACET_API_KEY: key };
  const code = (name: string) =>
    page.getByRole('listitem').filter({ hasText: name }).locator('code').textContent() as Promise<string>;
  const curl = await run('sh', ['-c', await code('List the tokens of a library')], { env });
  expect(JSON.parse(curl.stdout).data.tokens.edges[0].node.name).toBe('Striped cat');
  await page.getByRole('button', { name: 'JavaScript' }).click();
  const script = await run(process.execPath, ['--input-type=module', '-e', await code('See how far a run is')], {
    env,
  });
  expect(JSON.parse(script.stdout).data.inversion).toMatchObject({ status: 'FINISHED', error: null });
  await page.getByRole('button', { name: 'Python' }).click();
  const python = await run('python3', ['-c', await code('Draw pictures with your tokens')], { env });
  expect(JSON.parse(python.stdout).data.composeImages).toMatchObject({ status: 'QUEUED' });

  await open('/developers/keys');
  await page.getByRole('button', { name: 'Delete the key my program' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await look(page.getByText('No key yet.')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the explorer acts as who is signed in, in the organisation of the page', async () => {
  const { page, context, open } = await signedIn(browser, ada);
  await open('/developers');
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Open the explorer' }).click();
  const explorer = await opened;
  await look(explorer.getByRole('button', { name: /execute/i })).toBeVisible();
  const answer = await explorer.evaluate(async () => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { user { email } } }' }),
    });
    return response.json() as Promise<unknown>;
  });
  expect(answer).toMatchObject({ data: { viewer: { user: { email: ada.email } } } });
  await context.close();
});

test('a webhook is made, tried, seen to arrive, and deleted; an address that cannot be used is refused in words', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { url, received, close } = await startReceiver();
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/developers/webhooks');
  await page.getByLabel('Address').fill('https://10.0.0.1/hook');
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  await look(page.getByRole('main').getByRole('alert')).toContainText('public internet');
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  await look(page.getByRole('dialog').locator('code')).toContainText('whsec_');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: url }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  // The delivery ends in the worker, and the page knows by itself.
  await look(page.getByText('Arrived')).toBeVisible();
  await look(page.getByText(/answered 204/)).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  expect(received).toEqual([expect.stringMatching(/^v1,/)]);
  await page.getByRole('button', { name: 'Send again' }).click();
  await look(page.getByText(/2 attempts/)).toBeVisible();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await look(page.getByText('No webhook yet.')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
  close();
});

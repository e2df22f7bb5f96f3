import type { Page } from '@playwright/test';
import type { Filled } from './fill.ts';
import { settled } from './signed-in.ts';

/** One picture of the documentation. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  /** Of somebody who has not signed in. */
  readonly isPublic?: boolean;
  /** What somebody does on the page before it is looked at. */
  readonly act?: (page: Page) => Promise<void>;
  /** The whole page, and not only what a window shows of it. */
  readonly isWhole?: boolean;
}

const board = (entries: Readonly<Record<string, string>>): string => `/compose?${new URLSearchParams(entries)}`;

const of = (id: string): string => encodeURIComponent(id);

/** Every page of the application, and the states that say most. */
export function shots(filled: Filled): readonly Shot[] {
  const { runId, imageId, liveRunId, tokens, colors, versionedId, sharedPath } = filled;
  return [
    { name: 'sign-in', path: '/sign-in', isPublic: true },
    { name: 'sign-up', path: '/sign-up', isPublic: true },
    { name: 'home', path: '/' },
    { name: 'compose', path: board({ ...tokens, seeds: '3,4,5,6' }) },
    { name: 'compose-grid', path: board({ ...tokens, swap: ['color', ...colors].join(','), seeds: '3,4,5' }) },
    {
      name: 'compare',
      path: board(tokens),
      act: async (page) => {
        await page.getByRole('button', { name: 'Compare seed 3' }).first().click();
        await page.getByRole('button', { name: 'Compare seed 3' }).nth(3).click();
        await page.getByRole('button', { name: /^Compare, 2/ }).click();
        await page.getByRole('dialog').getByRole('slider').waitFor();
        await settled(page);
      },
    },
    { name: 'library', path: '/library' },
    {
      name: 'library-selected',
      path: '/library',
      act: async (page) => {
        await page.getByRole('button', { name: 'Select', exact: true }).click();
        for (const attribute of ['Color', 'Style', 'Object'])
          await page.getByRole('checkbox', { name: `Select Striped elephant, ${attribute}` }).check();
        await page.getByRole('toolbar').waitFor();
      },
    },
    { name: 'token', path: `/library?token=${of(tokens['color']!)}` },
    {
      name: 'token-versions',
      path: `/library?token=${of(versionedId)}`,
      act: (page) => page.getByRole('listitem', { name: 'Version 1' }).scrollIntoViewIfNeeded(),
    },
    { name: 'runs', path: '/runs' },
    { name: 'run', path: `/runs/${of(runId)}`, isWhole: true },
    { name: 'run-live', path: `/runs/${of(liveRunId)}` },
    { name: 'new-run', path: `/runs/new?image=${of(imageId)}` },
    { name: 'pictures', path: '/pictures' },
    { name: 'picture', path: `/pictures/${of(imageId)}` },
    ...['', '/sharing', '/usage', '/activity', '/organization'].map((path) => ({
      name: `team${path.replace('/', '-')}`,
      path: `/team${path}`,
    })),
    ...['', '/keys', '/webhooks'].map((path) => ({
      name: `developers${path.replace('/', '-')}`,
      path: `/developers${path}`,
    })),
    { name: 'models', path: '/models', isWhole: true },
    { name: 'settings', path: '/settings' },
    { name: 'shared', path: sharedPath, isPublic: true, isWhole: true },
  ];
}

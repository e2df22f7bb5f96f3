import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Axe's names of the rules that look at colours: all that the dark can break. */
export const OF_COLORS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong with a page as it is at this moment, with whatever lies over it. @param rules those alone, by axe's names */
export async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  // What is half transparent on its way in has less contrast than it will have.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  );
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

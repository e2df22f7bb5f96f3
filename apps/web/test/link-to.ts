import { developmentMails } from '@facet/client';
import { setTimeout as delay } from 'node:timers/promises';
import { inject } from 'vitest';

/** The link of the newest e-mail to somebody, as soon as it is written. */
export async function linkTo(email: string, path: string): Promise<string> {
  for (;;) {
    for (const { text } of await developmentMails({ url: inject('apiUrl') }, email)) {
      const link = text.match(/https?:\/\/\S+/g)?.find((each) => new URL(each).pathname.startsWith(path));
      if (link) return link;
    }
    await delay(50);
  }
}

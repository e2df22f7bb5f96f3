import type { Remote } from '@facet/cli';
import { ClientError, listModels } from '@facet/client';
import { defaultModelDirectory, describeModel } from '@facet/diffusion';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Workers offer their models a moment after they are ready. */
const OFFERED_WITHIN_MS = 60_000;

/** The id of the bundled model, once a worker offers it. Throws `ClientError` `not-found` when none does. */
export async function demoModel(remote: Remote): Promise<string> {
  const { fingerprint } = await describeModel(defaultModelDirectory());
  const { signal } = remote.context;
  for (const deadline = performance.now() + OFFERED_WITHIN_MS; ; await delay(250, undefined, { signal })) {
    const models = await listModels(remote);
    const offered = models.filter(({ devices }) => devices.length > 0);
    const model = offered.find((each) => each.fingerprint === fingerprint);
    if (model) return model.id;
    if (offered.length > 0 || performance.now() > deadline)
      throw new ClientError(
        'not-found',
        `The demo needs the bundled model, and workers offer ${offered.map(({ name }) => name).join(', ') || 'none'}. Unset FACET_MODELS, or add models/${basename(defaultModelDirectory())} to it.`,
      );
  }
}

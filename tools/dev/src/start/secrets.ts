import { ServiceError } from '@facet/services';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from '../private-file.ts';

/** What the parts of one installation share, made at its first start. */
export interface Secrets {
  /** FACET_SECRET of the API and the workers. */
  readonly facetSecret: string;
  /** Of the roles facet_app and facet_ops. */
  readonly appPassword: string;
  readonly opsPassword: string;
  /** Of the demo user. */
  readonly demoPassword: string;
}

/** The secrets in the state folder; made when there are none. Throws `ServiceError` when the file is broken. */
export function readSecrets(stateDirectory: string): Secrets {
  const file = join(stateDirectory, 'secrets.json');
  if (existsSync(file)) return parse(file);
  const secrets = {
    facetSecret: random(),
    appPassword: random(),
    opsPassword: random(),
    demoPassword: random(9),
  };
  writePrivate(file, JSON.stringify(secrets, null, 2));
  return secrets;
}

const random = (bytes = 32): string => randomBytes(bytes).toString('base64url');

function parse(file: string): Secrets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (cause) {
    throw new ServiceError(
      'start-failed',
      `${file} cannot be read (${(cause as Error).message}). Restore it, or remove it: then everyone has to sign in anew.`,
      { cause },
    );
  }
}

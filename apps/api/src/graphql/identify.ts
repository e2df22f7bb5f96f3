import { identify, type Identities, type Viewer } from '../auth/viewer.ts';
import { ApiError } from '../errors.ts';
import { refusal } from './refusal.ts';

const STATUS: Record<string, number> = { UNAUTHENTICATED: 401, NOT_FOUND: 404 };

/** `identify` for HTTP: an identity that is not valid refuses the request as a whole, with a status that says so. */
export async function identifyOrRefuse(identities: Identities, headers: Headers): Promise<Viewer | undefined> {
  try {
    return await identify(identities, headers);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw refusal(error.code, error.message, { status: STATUS[error.code] ?? 400 });
  }
}

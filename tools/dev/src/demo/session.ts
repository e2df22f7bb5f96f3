import { ClientError, signIn, signUpInDevelopment, type Session } from '@facet/client';
import { ServiceError } from '@facet/services';

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Signs in, or up where nobody has the address.
 * @param origin as the API knows itself; requests of other sites are refused
 * Throws `ServiceError` when the account is there with another password.
 */
export async function enter(url: string, origin: string, account: Account): Promise<Session> {
  try {
    return await signIn({ url, origin, ...account });
  } catch (first) {
    if (!(first instanceof ClientError)) throw first;
    return signUpInDevelopment({ url, origin, ...account }).catch((second: Error) => {
      throw new ServiceError(
        'start-failed',
        `${account.email} cannot sign in. Where another state folder made it in this database, start with that folder (--state), or give this one another database. (${first.message}; ${second.message})`,
        { cause: second },
      );
    });
  }
}

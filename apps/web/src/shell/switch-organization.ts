import { postAuth } from '../account/auth.ts';
import { rememberOrganization } from '../account/organization.ts';

/** Goes on in another organisation, here and in the sessions to come. A new document: nothing of this one stays in memory. */
export async function switchOrganization(id: string, path = '/'): Promise<void> {
  await postAuth('organization/set-active', { organizationId: id });
  rememberOrganization(id);
  location.assign(path);
}

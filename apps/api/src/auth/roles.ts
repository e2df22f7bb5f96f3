import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access';

/** Who may change memberships, invitations and API keys, as better-auth itself enforces it beneath our own checks. */
const keys = ['create', 'read', 'update', 'delete'] as const;
export const accessControl = createAccessControl({ ...defaultStatements, apiKey: keys });

export const roles = {
  owner: accessControl.newRole({ ...ownerAc.statements, apiKey: [...keys] }),
  admin: accessControl.newRole({ ...adminAc.statements, apiKey: [...keys] }),
  member: accessControl.newRole({ ...memberAc.statements }),
  viewer: accessControl.newRole({ ...memberAc.statements }),
};

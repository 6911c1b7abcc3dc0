import type { People } from '../../system/start-system.js';
import type { Company } from './hire.js';
import { objectId } from './staff.js';

/** The application that people get tokens for. */
export const registration = { appId: objectId.application(1), identifierUri: 'api://armature' };

/** The application that people sign in with. */
export const client = objectId.application(2);

/** An application that comes by itself, with tokens of its own. */
export const pipeline = {
  id: objectId.application(11),
  appId: objectId.application(12),
  displayName: 'Nightly pipeline',
};

/** What Entra ID knows of the company. */
export const directoryOf = ({ people, groups, administrator }: Company): People => ({
  audience: registration.appId,
  directory: {
    users: people.map(({ id, name, username }) => ({
      id,
      displayName: name,
      userPrincipalName: username,
    })),
    groups: groups.map(({ id, name, members }) => ({ id, displayName: name, members })),
    servicePrincipals: [pipeline],
    registrations: [
      {
        ...registration,
        groupMembershipClaims: 'SecurityGroup',
        assignments: [{ principalId: administrator.id, appRole: 'Armature.Admin' }],
      },
    ],
    graphPermissions: ['GroupMember.Read.All'],
  },
});

import { z } from 'zod';
import { gql, idOf, optional, uuidField } from '#libs/verbs';

const entraId = z
  .strictObject({
    objectId: uuidField().describe('Object id in Entra ID.'),
    tenantId: optional(uuidField()).describe(
      'Tenant in Entra ID; may be left out where tokens of one tenant alone count.',
    ),
  })
  .register(gql, { type: 'EntraIdInput', description: 'Something of Entra ID.' });
export type EntraId = z.output<typeof entraId>;

/** Whoever is to have a role, as clients name it. */
export const roleSubjectInput = z
  .union([
    z.strictObject({ principalId: idOf('Principal').describe('A person or bot that is here.') }),
    z.strictObject({ entraGroupId: idOf('EntraGroup').describe('A group that has a role here.') }),
    z.strictObject({ entraUser: entraId.describe('A person, who need not have come yet.') }),
    z.strictObject({
      entraApplication: entraId.describe(
        'An application, by the object id of its service principal.',
      ),
    }),
    z.strictObject({
      entraGroup: entraId.describe('A group: whose tokens name it has the role.'),
    }),
  ])
  .register(gql, {
    type: 'RoleSubjectInput',
    description: 'Who shall have a role: one of them.',
    oneOf: true,
  });
export type RoleSubjectInput = z.output<typeof roleSubjectInput>;

export type SubjectKind = 'Principal' | 'EntraGroup';

/** Whoever has a role, or is to have one. */
export interface RoleSubject {
  kind: SubjectKind;
  id: string;
  displayName: string;
}

import { z } from 'zod';
import { gql, idOf, roleField } from '#libs/verbs';
import { policyEffects } from '#libs/operations';

/** So much text a condition may have. */
const longestCondition = 4000;
/** So many verbs are named by a policy that is about several; none names all. */
const mostVerbs = 60;

/** Who approves has one of these. */
const mayApprove: readonly string[] = ['APPROVER', 'ADMIN'];

const approval = z
  .strictObject({
    required: z
      .int32()
      .min(1, 'must be 1 or more')
      .max(20, 'must be 20 or less')
      .prefault(1)
      .describe('How many have to agree.'),
    role: roleField
      .refine((role) => mayApprove.includes(role), `must be ${mayApprove.join(' or ')}`)
      .register(gql, { type: 'Role' })
      .prefault('APPROVER')
      .describe('Which role they have in the team that pays: APPROVER or ADMIN.'),
    principalIds: z
      .array(idOf('Principal'))
      .max(50, 'names more than 50')
      .prefault([])
      .describe('Who may agree; empty: anybody who has the role.'),
  })
  .register(gql, { type: 'PolicyApprovalInput', description: 'Who has to agree.' });

/** What is said of a policy, field by field. */
export const policyFields = {
  name: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(100, 'has more than 100 characters')
    .describe('Unique without case in the team, or on the platform.'),
  description: z.string().max(2000).describe('What it is for.'),
  verbs: z
    .array(z.string().max(100))
    .max(mostVerbs, `names more than ${mostVerbs}`)
    .describe('Mutations that it is about; empty: all that submit an operation.'),
  condition: z
    .string()
    .min(1, 'must not be empty; true applies always')
    .max(longestCondition, `has more than ${longestCondition} characters`)
    .describe('CEL over the facts of a request. Where it comes to true the policy applies.'),
  effect: z
    .enum(policyEffects)
    .register(gql, { type: 'PolicyEffect' })
    .describe('What is done where it applies.'),
  message: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(1000, 'has more than 1000 characters')
    .describe('What whoever asks is told.'),
  approval: approval.describe('With REQUIRE_APPROVAL: who has to agree.'),
  defaults: z
    .record(z.string(), z.unknown())
    .register(gql, { scalar: 'JSONObject' })
    .describe('With SET_DEFAULT: values for fields that a request leaves out, by their names.'),
  enabled: z.boolean().describe('Whether it decides anything.'),
};

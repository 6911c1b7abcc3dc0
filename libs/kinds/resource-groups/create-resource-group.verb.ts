import { z } from 'zod';
import { err, normaliseLocation, resourceGroupId } from '#libs/kernel';
import { checkLocation, checkName, refusal, together } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, optional, uuidField, verb } from '#libs/verbs';
import {
  requestOf,
  newCostTags,
  readPayer,
  submissionOf,
  type SubmitDeps,
  submitCreation,
  type Plan,
} from '#libs/operations';
import { readDefaultLocation } from './default-location.repository.js';
import { resourceGroupName } from './resource-group-name.rules.js';

const inputSchema = z
  .strictObject({
    subscriptionId: optional(uuidField('must be the id of an Azure subscription, a UUID')).describe(
      "The Azure subscription; the gateway's default where absent.",
    ),
    name: z
      .string()
      .max(200)
      .describe('1 to 90 letters, digits and - _ . ( ), not ending in a period.'),
    location: optional(z.string().max(100)).describe(
      'Azure region, e.g. westeurope; the default one of the subscription where absent.',
    ),
    teamId: idOf('Team').describe('The team that pays.'),
    costTags: newCostTags,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A new resource group.' });

type Located = Pick<z.output<typeof inputSchema>, 'name'> & { location: string | null };

/** Accepts a resource group for a team. Refuses with the codes of UserErrorCode, each with its field. */
export const createResourceGroup = verb({
  name: 'createResourceGroup',
  noun: 'resource group',
  summary: 'Creates a resource group for a team.',
  input: inputSchema,
  example: { teamId: exampleId('Team'), name: 'rg-vision', location: 'westeurope' },
  target: 'teamId',
  permission: 'operate',
  effect: 'create',
  destructive: false,
  answer: submissionOf('resourceGroup', 'ResourceGroup'),
  run: async (deps: SubmitDeps, context, input) => {
    const subscriptionId = input.subscriptionId ?? deps.defaultSubscriptionId;
    if (subscriptionId === undefined) return err([subscriptionMissing]);
    const request = requestOf(inputSchema, context, input);
    const { actor } = context;
    const location =
      input.location ?? (await readDefaultLocation(deps.pool, subscriptionId)) ?? null;
    const scope = await readPayer(deps.pool, input.teamId, actor.principalId, request.key);
    return submitCreation(deps, context, {
      scope,
      request,
      payer: scope.found,
      askedTags: input.costTags,
      on: {
        kind: 'RESOURCE_GROUP_CREATE',
        field: 'teamId',
        what: 'team',
        targetName: input.name,
      },
      plan: () => plan({ ...input, location }, subscriptionId, deps.defaultSubscriptionId),
    });
  },
});

const subscriptionMissing = {
  code: 'INVALID_INPUT',
  message: 'This gateway has no default subscription: name one.',
  field: ['input', 'subscriptionId'],
} as const;

function plan({ name, location }: Located, subscriptionId: string, ownDefault?: string): Plan {
  const region = normaliseLocation(location ?? '');
  return {
    kind: 'RESOURCE_GROUP_CREATE',
    resourceKind: 'RESOURCE_GROUP',
    locationField: 'location',
    parentId: null,
    name,
    armId: resourceGroupId(subscriptionId, name),
    subscriptionId,
    location: region,
    desired: { location: region },
    vmSizeKey: null,
    offer: { location: region, stands: 'group', size: null },
    armIds:
      subscriptionId.toLowerCase() === ownDefault?.toLowerCase() ? [] : [named(subscriptionId)],
    findings: together(
      checkName(resourceGroupName, name),
      location === null ? locationMissing : checkLocation(location),
    ),
  };
}

const locationMissing = refusal(
  'INVALID_INPUT',
  ['input', 'location'],
  'This subscription has no default location: name one, such as westeurope.',
);

/** Everybody may use the gateway's default subscription; any other one must be the team's, or shared with it. */
const named = (subscriptionId: string) => ({
  armId: `/subscriptions/${subscriptionId}`,
  field: ['input', 'subscriptionId'],
});

import { z } from 'zod';
import { err, normaliseLocation, resourceGroupId } from '#libs/kernel';
import { checkLocation, checkName, together } from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { requestOf } from './idempotency.js';
import {
  costTagsSchema,
  idempotencyKeySchema,
  optional,
  parseInput,
  rowIdSchema,
} from './parse-input.js';
import { readPayer } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitCreation, type Plan } from './submit-creation.js';

const inputSchema = z.object({
  subscriptionId: optional(z.guid('must be the id of an Azure subscription, a UUID')),
  name: z.string().max(200),
  location: z.string().max(100),
  teamId: rowIdSchema,
  costTags: costTagsSchema,
  idempotencyKey: idempotencyKeySchema,
});
type Input = z.infer<typeof inputSchema>;

/** Accepts a resource group for a team. Refuses with the codes of UserErrorCode, each with its field. */
export async function createResourceGroup(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const subscriptionId = input.value.subscriptionId ?? deps.defaultSubscriptionId;
  if (subscriptionId === undefined) return err([subscriptionMissing]);
  const request = requestOf(inputSchema, 'createResourceGroup', input.value);
  const { actor } = context;
  const scope = await readPayer(deps.pool, input.value.teamId, actor.principalId, request.key);
  return submitCreation(deps, context, {
    scope,
    request,
    payer: scope.found,
    askedTags: input.value.costTags,
    on: {
      kind: 'RESOURCE_GROUP_CREATE',
      field: 'teamId',
      what: 'team',
      targetName: input.value.name,
    },
    plan: () => plan(input.value, subscriptionId, deps.defaultSubscriptionId),
  });
}

const subscriptionMissing = {
  code: 'INVALID_INPUT',
  message: 'This gateway has no default subscription: name one.',
  field: ['input', 'subscriptionId'],
} as const;

function plan({ name, location }: Input, subscriptionId: string, ownDefault?: string): Plan {
  const region = normaliseLocation(location);
  return {
    kind: 'RESOURCE_GROUP_CREATE',
    resourceKind: 'RESOURCE_GROUP',
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
    findings: together(checkName('RESOURCE_GROUP', name), checkLocation(location)),
  };
}

/** Everybody may use the gateway's default subscription; any other one must be the team's, or shared with it. */
const named = (subscriptionId: string) => ({
  armId: `/subscriptions/${subscriptionId}`,
  field: ['input', 'subscriptionId'],
});

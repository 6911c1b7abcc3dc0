import { z } from 'zod';
import { armIdSchema, normaliseLocation, workspaceArmId } from '#libs/kernel';
import {
  checkName,
  checkWorkspace,
  desiredIdentitySchema,
  systemIdentity,
  together,
} from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { requestOf } from './idempotency.js';
import {
  costTagsSchema,
  idempotencyKeySchema,
  optional,
  parseInput,
  rowIdSchema,
} from './parse-input.js';
import { holderBlocks } from './check-holder.js';
import { readTarget, regionOf, type Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitCreation, type Plan } from './submit-creation.js';

const inputSchema = z.object({
  resourceGroupId: rowIdSchema,
  name: z.string().max(200),
  location: optional(z.string().max(100)),
  friendlyName: optional(z.string().max(256)),
  description: optional(z.string().max(2000)),
  storageAccountId: armIdSchema,
  keyVaultId: armIdSchema,
  applicationInsightsId: optional(armIdSchema),
  containerRegistryId: optional(armIdSchema),
  identity: optional(desiredIdentitySchema),
  costTags: costTagsSchema,
  idempotencyKey: idempotencyKeySchema,
});
type Input = z.infer<typeof inputSchema>;

/** Accepts a workspace in a group; it is in the group's region and has a system-assigned identity unless asked otherwise. */
export async function createWorkspace(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const request = requestOf(inputSchema, 'createWorkspace', input.value);
  const { principalId } = context.actor;
  const { resourceGroupId, location } = input.value;
  const scope = await readTarget(deps.pool, resourceGroupId, principalId, request.key, {
    region: regionOf(location),
  });
  const found = scope.found?.kind === 'RESOURCE_GROUP' ? scope.found : null;
  return submitCreation(deps, context, {
    scope: { ...scope, found },
    request,
    payer: found?.payer ?? null,
    askedTags: input.value.costTags,
    on: {
      kind: 'WORKSPACE_CREATE',
      field: 'resourceGroupId',
      what: 'resource group',
      targetName: input.value.name,
    },
    plan: (group) => plan(input.value, group),
    blocked: (group) => holderBlocks(group, 'resourceGroupId'),
  });
}

function plan(input: Input, group: Target): Plan {
  const desired = {
    location: normaliseLocation(input.location ?? group.location),
    friendlyName: input.friendlyName,
    description: input.description,
    storageAccountId: input.storageAccountId,
    keyVaultId: input.keyVaultId,
    applicationInsightsId: input.applicationInsightsId,
    containerRegistryId: input.containerRegistryId,
    identity: input.identity ?? systemIdentity,
  };
  return {
    kind: 'WORKSPACE_CREATE',
    resourceKind: 'WORKSPACE',
    parentId: group.id,
    name: input.name,
    armId: workspaceArmId(group.armId, input.name),
    subscriptionId: group.subscriptionId,
    location: desired.location,
    desired,
    vmSizeKey: null,
    offer: { location: desired.location, stands: 'workspace', size: null },
    findings: together(checkName('WORKSPACE', input.name), checkWorkspace(desired)),
  };
}

import { z } from 'zod';
import { armIdSchema, normaliseLocation, workspaceArmId } from '#libs/kernel';
import { checkName, nothing, refusal, together, type Findings } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, optional, orElse, verb } from '#libs/verbs';
import {
  requestOfLater,
  identityInput,
  newCostTags,
  regionOf,
  type Target,
  submissionOf,
  type SubmitDeps,
  type Plan,
} from '#libs/operations';
import { createInHolder } from '../holders/create-in-holder.js';
import { datastoreAccesses, type DependencyRole } from './dependencies/dependency-role.js';
import { checkWorkspace } from './workspace.rules.js';
import { workspaceSettings } from './workspace.settings.js';
import { workspaceName } from './workspace-name.rules.js';

const dependencyChoice = z
  .enum(['CREATE', 'NONE'])
  .register(gql, { type: 'DependencyChoice', description: 'Whether it is made.' });
const datastoreAccess = z.enum(datastoreAccesses).register(gql, {
  type: 'DatastoreAccess',
  description: 'How a workspace reaches its storage.',
});

const inputSchema = z
  .strictObject({
    resourceGroupId: idOf('ResourceGroup').describe('The group that shall hold it.'),
    name: z.string().max(200).describe('3 to 33 letters, digits, - and _.'),
    location: optional(z.string().max(100)).describe("Azure region; the group's where absent."),
    friendlyName: optional(z.string().max(256)).describe('How the studio shows it.'),
    description: optional(z.string().max(2000)).describe('What it is for.'),
    storageAccountId: optional(armIdSchema).describe(
      'ARM id of its storage account; one is made where absent. Cannot be changed.',
    ),
    keyVaultId: optional(armIdSchema).describe(
      'ARM id of its key vault; one is made where absent. Cannot be changed.',
    ),
    applicationInsightsId: optional(armIdSchema).describe('ARM id of its Application Insights.'),
    applicationInsights: orElse(dependencyChoice, 'CREATE')
      .prefault('CREATE')
      .describe(
        'Whether Application Insights is made, with its Log Analytics workspace, where none is named.',
      ),
    containerRegistryId: optional(armIdSchema).describe('ARM id of its container registry.'),
    containerRegistry: orElse(dependencyChoice, 'NONE')
      .prefault('NONE')
      .describe('Whether a container registry is made.'),
    datastoreAccess: orElse(datastoreAccess, 'KEYS')
      .prefault('KEYS')
      .describe(
        'How the workspace reaches its storage: IDENTITY where keys are forbidden; a storage account that is made then takes none.',
      ),
    identity: optional(identityInput).describe('System-assigned where absent.'),
    costTags: newCostTags,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A new workspace.' });

/** Fields that came later, as they are without a word. */
const laterFields = {
  applicationInsights: 'CREATE',
  containerRegistry: 'NONE',
  datastoreAccess: 'KEYS',
};
type Input = z.infer<typeof inputSchema>;

/** Accepts a workspace in a group; it is in the group's region and has a system-assigned identity unless asked otherwise. */
export const createWorkspace = verb({
  name: 'createWorkspace',
  noun: 'workspace',
  summary: 'Creates a workspace in a resource group.',
  input: inputSchema,
  example: { resourceGroupId: exampleId('ResourceGroup'), name: 'ws-vision' },
  target: 'resourceGroupId',
  permission: 'operate',
  effect: 'create',
  destructive: false,
  answer: submissionOf('workspace', 'Workspace'),
  run: (deps: SubmitDeps, context, input) =>
    createInHolder(deps, context, {
      holder: {
        kind: 'RESOURCE_GROUP',
        id: input.resourceGroupId,
        field: 'resourceGroupId',
        what: 'resource group',
      },
      kind: 'WORKSPACE_CREATE',
      request: requestOfLater(inputSchema, context, input, laterFields),
      name: input.name,
      costTags: input.costTags,
      region: regionOf(input.location),
      plan: (group) => plan(input, group),
    }),
});

function plan(input: Input, group: Target): Plan {
  const desired = {
    location: normaliseLocation(input.location ?? group.location),
    friendlyName: input.friendlyName,
    description: input.description,
    storageAccountId: input.storageAccountId,
    keyVaultId: input.keyVaultId,
    applicationInsightsId: input.applicationInsightsId,
    containerRegistryId: input.containerRegistryId,
    identity: input.identity ?? workspaceSettings.identity.default,
  };
  return {
    kind: 'WORKSPACE_CREATE',
    resourceKind: 'WORKSPACE',
    locationField: 'location',
    parentId: group.id,
    name: input.name,
    armId: workspaceArmId(group.armId, input.name),
    subscriptionId: group.subscriptionId,
    location: desired.location,
    desired,
    input: { make: missing(input), datastoreAccess: input.datastoreAccess },
    vmSizeKey: null,
    offer: { location: desired.location, stands: 'workspace', size: null },
    findings: together(
      checkName(workspaceName, input.name),
      checkWorkspace(desired),
      checkRegistry(input),
    ),
  };
}

/** What the request names none of, and leaves to Armature. */
const missing = (input: Input): DependencyRole[] => [
  ...(input.storageAccountId === null ? (['STORAGE'] as const) : []),
  ...(input.keyVaultId === null ? (['KEY_VAULT'] as const) : []),
  ...(input.applicationInsightsId === null && input.applicationInsights === 'CREATE'
    ? (['LOG_ANALYTICS', 'APPLICATION_INSIGHTS'] as const)
    : []),
  ...(input.containerRegistry === 'CREATE' ? (['CONTAINER_REGISTRY'] as const) : []),
];

const checkRegistry = ({ containerRegistry, containerRegistryId }: Input): Findings =>
  containerRegistry === 'CREATE' && containerRegistryId !== null
    ? refusal(
        'INVALID_INPUT',
        ['input', 'containerRegistry'],
        'must be NONE, or absent, where containerRegistryId names one',
      )
    : nothing;

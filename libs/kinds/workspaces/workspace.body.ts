import { z } from 'zod';
import {
  identityBody,
  observeIdentity,
  objectAt,
  readOnlyEnvelope,
  writable,
  type ResourceBody,
  observeTags,
  type AzureTags,
} from '#libs/resources';
import type { WorkspaceDesired, WorkspaceObserved } from './workspace.schema.js';

/** The PUT that makes a workspace (docs/azure-facts.md#workspaces). */
export function workspaceBody(desired: WorkspaceDesired, tags: AzureTags): ResourceBody {
  return {
    location: desired.location,
    tags,
    identity: identityBody(desired.identity),
    properties: writable(
      {
        friendlyName: desired.friendlyName,
        description: desired.description,
        storageAccount: desired.storageAccountId,
        keyVault: desired.keyVaultId,
        applicationInsights: desired.applicationInsightsId,
        containerRegistry: desired.containerRegistryId,
        ...primaryIdentity(desired),
      },
      [],
    ),
  };
}

/** With user-assigned identities only, the workspace must be told which one is its own. */
const primaryIdentity = ({ identity }: WorkspaceDesired): ResourceBody =>
  identity.type === 'USER_ASSIGNED'
    ? { primaryUserAssignedIdentity: identity.userAssignedIdentityIds[0] }
    : {};

const readOnlyProperties = [
  'workspaceId',
  'provisioningState',
  'privateLinkCount',
  'privateEndpointConnections',
  'serviceProvisionedResourceGroup',
  'sharedPrivateLinkResources',
  'tenantId',
  'mlFlowTrackingUri',
  'storageHnsEnabled',
  'notebookInfo',
] as const;

/** The PUT that changes a workspace's tags: all else goes back as ARM returned it, the ids of its identities without what ARM adds to them. */
export const changedWorkspaceBody = (current: ResourceBody, tags: AzureTags): ResourceBody => ({
  ...writable(current, readOnlyEnvelope),
  tags,
  ...(current['identity'] ? { identity: sentBack(objectAt(current, 'identity')) } : {}),
  properties: writable(objectAt(current, 'properties'), readOnlyProperties),
});

const sentBack = (identity: ResourceBody): ResourceBody => {
  const ids = Object.keys(objectAt(identity, 'userAssignedIdentities'));
  const map = Object.fromEntries(ids.map((id) => [id, {}]));
  return { type: identity['type'], ...(ids.length > 0 && { userAssignedIdentities: map }) };
};

const text = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

const propertiesAnswer = z.object({
  friendlyName: text,
  description: text,
  storageAccount: text,
  keyVault: text,
  applicationInsights: text,
  containerRegistry: text,
  workspaceId: text,
});

/** What ARM answered about a workspace, in our words. Never throws. */
export function observeWorkspace(body: ResourceBody): WorkspaceObserved {
  const properties = propertiesAnswer.parse(objectAt(body, 'properties'));
  return {
    location: text.parse(body['location']) ?? '',
    friendlyName: properties.friendlyName,
    description: properties.description,
    storageAccountId: properties.storageAccount,
    keyVaultId: properties.keyVault,
    applicationInsightsId: properties.applicationInsights,
    containerRegistryId: properties.containerRegistry,
    identity: observeIdentity(body),
    workspaceId: properties.workspaceId,
    tags: observeTags(body),
  };
}

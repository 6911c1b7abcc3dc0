import {
  objectAt,
  observeSettings,
  observeTags,
  readOnlyEnvelope,
  identityAgain,
  withSettings,
  writable,
  type AzureTags,
  type ResourceBody,
} from '#libs/resources';
import type { DatastoreAccess } from './dependencies/dependency-role.js';
import type { WorkspaceDesired, WorkspaceObserved } from './workspace.schema.js';
import { workspaceSettings } from './workspace.settings.js';

/** The PUT that makes a workspace (docs/azure-facts.md#workspaces). */
export const workspaceBody = (
  desired: WorkspaceDesired,
  tags: AzureTags,
  access: DatastoreAccess,
): ResourceBody =>
  withSettings(
    { tags, properties: { ...primaryIdentity(desired), ...accessOf(access) } },
    workspaceSettings,
    desired,
  );

/** Keys are what Azure uses unless it is told otherwise. */
const accessOf = (access: DatastoreAccess): ResourceBody =>
  access === 'IDENTITY' ? { systemDatastoresAuthMode: 'identity' } : {};

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
  'tenantId',
  'mlFlowTrackingUri',
  'storageHnsEnabled',
  'notebookInfo',
] as const;

/** The PUT that changes a workspace's tags: all else goes back as ARM returned it, without what ARM alone writes. */
export function changedWorkspaceBody(current: ResourceBody, tags: ResourceBody): ResourceBody {
  const identity = identityAgain(current);
  return {
    ...writable(current, [...readOnlyEnvelope, 'identity']),
    tags,
    ...(identity && { identity }),
    properties: writable(objectAt(current, 'properties'), readOnlyProperties),
  };
}

/** What ARM answered about a workspace, in our words. Never throws. */
export function observeWorkspace(body: ResourceBody): WorkspaceObserved {
  const { workspaceId } = objectAt(body, 'properties');
  return {
    ...observeSettings(workspaceSettings, body),
    workspaceId: typeof workspaceId === 'string' ? workspaceId : null,
    tags: observeTags(body),
  };
}

import type { ArmBody, OperationKind } from '#libs/operations';
import type { ResourceKind } from '#libs/resources';

const group = '/subscriptions/s/resourceGroups/g';
const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/ws`;
const cluster = `${group}/providers/Microsoft.Kubernetes/connectedClusters/arc`;
export const identityId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one`;

const assigned = {
  type: 'SystemAssigned,UserAssigned',
  principalId: 'p',
  tenantId: 't',
  userAssignedIdentities: { [identityId]: { principalId: 'p', clientId: 'c' } },
};
const envelope = (id: string) => ({
  id,
  name: id.split('/').at(-1),
  type: 'Microsoft.Tests/things',
  etag: '"1"',
  systemData: { createdBy: 'them' },
  location: 'eastus',
  tags: { theirs: 'kept', Owner: 'before' },
  sku: { name: 'Basic' },
  identity: assigned,
});
const ofComputes = {
  provisioningState: 'Succeeded',
  provisioningErrors: null,
  createdOn: '2026-01-01',
  modifiedOn: '2026-01-01',
  isAttachedCompute: false,
  computeLocation: 'eastus',
  description: 'theirs',
  disableLocalAuth: true,
};

export interface Carried {
  operation: OperationKind;
  /** The steps that write, in their order: the last body that is sent counts. */
  steps: readonly string[];
  armId: string;
  /** All that ARM answers of one, at the newest api-version that documents tell of. */
  body: ArmBody;
  /** What ARM alone writes, or keeps secret: it is not sent. */
  notSent: readonly string[];
}

/** Every kind that Armature changes by reading and writing. */
export const carried: Partial<Record<ResourceKind, Carried>> = {
  RESOURCE_GROUP: {
    operation: 'RESOURCE_GROUP_UPDATE',
    steps: ['put resource group'],
    armId: group,
    body: {
      id: group,
      name: 'g',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'eastus',
      managedBy: '/subscriptions/s/theirs',
      tags: { theirs: 'kept', Owner: 'before' },
      properties: { provisioningState: 'Succeeded', later: 'theirs' },
    },
    notSent: ['properties.provisioningState'],
  },
  WORKSPACE: {
    operation: 'WORKSPACE_UPDATE',
    steps: ['put workspace'],
    armId: workspace,
    body: {
      ...envelope(workspace),
      kind: 'Hub',
      properties: {
        workspaceId: 'w',
        provisioningState: 'Succeeded',
        privateLinkCount: 1,
        privateEndpointConnections: [{ id: 'x' }],
        serviceProvisionedResourceGroup: 'x',
        tenantId: 't',
        mlFlowTrackingUri: 'azureml://x',
        storageHnsEnabled: true,
        notebookInfo: { fqdn: 'x' },
        friendlyName: 'theirs',
        storageAccount: '/storage',
        keyVault: '/vault',
        publicNetworkAccess: 'Disabled',
        sharedPrivateLinkResources: [
          { name: 'one', properties: { groupId: 'blob', status: 'Approved' } },
        ],
        managedNetwork: {
          isolationMode: 'AllowOnlyApprovedOutbound',
          outboundRules: { one: { type: 'FQDN', category: 'UserDefined', destination: 'x' } },
        },
        encryption: { status: 'Enabled', keyVaultProperties: { keyIdentifier: 'k' } },
        primaryUserAssignedIdentity: identityId,
      },
    },
    notSent: [
      'properties.workspaceId',
      'properties.provisioningState',
      'properties.privateLinkCount',
      'properties.privateEndpointConnections',
      'properties.serviceProvisionedResourceGroup',
      'properties.tenantId',
      'properties.mlFlowTrackingUri',
      'properties.storageHnsEnabled',
      'properties.notebookInfo',
    ],
  },
  COMPUTE_CLUSTER: {
    operation: 'COMPUTE_CLUSTER_UPDATE',
    steps: ['put compute'],
    armId: `${workspace}/computes/cpu`,
    body: {
      ...envelope(`${workspace}/computes/cpu`),
      properties: {
        ...ofComputes,
        computeType: 'AmlCompute',
        resourceId: null,
        properties: {
          osType: 'Linux',
          vmSize: 'STANDARD_DS3_V2',
          vmPriority: 'Dedicated',
          virtualMachineImage: { id: '/image' },
          isolatedNetwork: false,
          scaleSettings: { minNodeCount: 0, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT2M' },
          userAccountCredentials: { adminUserName: 'them', adminUserSshPublicKey: null },
          subnet: { id: '/subnet' },
          remoteLoginPortPublicAccess: 'Disabled',
          enableNodePublicIp: true,
          propertyBag: { any: { thing: 1 } },
          allocationState: 'Steady',
          allocationStateTransitionTime: '2026-01-01',
          errors: null,
          currentNodeCount: 0,
          targetNodeCount: 0,
          nodeStateCounts: { idleNodeCount: 0 },
        },
      },
    },
    notSent: [
      'properties.resourceId',
      'properties.properties.userAccountCredentials.adminUserSshPublicKey',
      'properties.properties.allocationState',
      'properties.properties.allocationStateTransitionTime',
      'properties.properties.errors',
      'properties.properties.currentNodeCount',
      'properties.properties.targetNodeCount',
      'properties.properties.nodeStateCounts',
    ],
  },
  COMPUTE_INSTANCE: {
    operation: 'COMPUTE_INSTANCE_UPDATE',
    steps: ['put compute'],
    armId: `${workspace}/computes/box`,
    body: {
      ...envelope(`${workspace}/computes/box`),
      properties: {
        ...ofComputes,
        computeType: 'ComputeInstance',
        resourceId: null,
        properties: {
          vmSize: 'STANDARD_DS3_V2',
          subnet: { id: '/subnet' },
          applicationSharingPolicy: 'Shared',
          autologgerSettings: { mlflowAutologger: 'Enabled' },
          sshSettings: {
            sshPublicAccess: 'Enabled',
            adminPublicKey: null,
            adminUserName: 'azureuser',
            sshPort: 50_000,
          },
          customServices: [
            { name: 'rstudio', docker: { privileged: true }, endpoints: [{ target: 80 }] },
          ],
          computeInstanceAuthorizationType: 'personal',
          personalComputeInstanceSettings: { assignedUser: { objectId: 'o', tenantId: 't' } },
          setupScripts: { scripts: { startupScript: { scriptSource: 'inline', timeout: '25m' } } },
          schedules: {
            computeStartStop: [
              {
                id: '1',
                provisioningStatus: 'Completed',
                status: 'Enabled',
                action: 'Stop',
                triggerType: 'Cron',
                cron: { expression: '0 18 * * *', timeZone: 'UTC' },
              },
            ],
          },
          enableNodePublicIp: true,
          enableSSO: true,
          idleTimeBeforeShutdown: 'PT30M',
          state: 'Running',
          errors: [],
          applications: [{ displayName: 'Jupyter' }],
          connectivityEndpoints: { privateIpAddress: '10.0.0.4' },
          createdBy: { userName: 'them' },
          lastOperation: { operationName: 'Create' },
          osImageMetadata: { isLatestOsImageVersion: true },
          containers: null,
          dataDisks: null,
          dataMounts: null,
          versions: { runtime: null },
        },
      },
    },
    notSent: [
      'properties.resourceId',
      'properties.properties.sshSettings.adminPublicKey',
      'properties.properties.sshSettings.adminUserName',
      'properties.properties.sshSettings.sshPort',
      'properties.properties.schedules.computeStartStop.0.id',
      'properties.properties.schedules.computeStartStop.0.provisioningStatus',
      'properties.properties.state',
      'properties.properties.errors',
      'properties.properties.applications',
      'properties.properties.connectivityEndpoints',
      'properties.properties.createdBy',
      'properties.properties.lastOperation',
      'properties.properties.osImageMetadata',
      'properties.properties.containers',
      'properties.properties.dataDisks',
      'properties.properties.dataMounts',
      'properties.properties.versions',
    ],
  },
  KUBERNETES_COMPUTE: {
    operation: 'KUBERNETES_COMPUTE_REATTACH',
    steps: ['delete compute', 'put compute'],
    armId: `${workspace}/computes/k8s`,
    body: {
      ...envelope(`${workspace}/computes/k8s`),
      identity: { type: 'SystemAssigned', principalId: 'p', tenantId: 't' },
      properties: {
        ...ofComputes,
        computeType: 'Kubernetes',
        resourceId: cluster,
        properties: {
          namespace: 'theirs',
          defaultInstanceType: 'gpu',
          instanceTypes: {
            gpu: {
              nodeSelector: { pool: 'gpu' },
              resources: {
                requests: { cpu: '1', memory: '4Gi', 'amd.com/gpu': '1' },
                limits: { cpu: '1', memory: '4Gi', 'nvidia.com/gpu': null },
              },
            },
          },
          extensionInstanceReleaseTrain: 'Stable',
          vcName: 'theirs',
          extensionPrincipalId: 'p',
          relayConnectionString: null,
          serviceBusConnectionString: null,
        },
      },
    },
    notSent: [
      'properties.properties.extensionPrincipalId',
      'properties.properties.relayConnectionString',
      'properties.properties.serviceBusConnectionString',
    ],
  },
  ARC_EXTENSION: {
    operation: 'ARC_EXTENSION_UPDATE',
    steps: ['put extension'],
    armId: `${cluster}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`,
    body: {
      ...envelope(`${cluster}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`),
      plan: { name: 'theirs', publisher: 'them', product: 'it' },
      properties: {
        extensionType: 'Microsoft.AzureML.Kubernetes',
        autoUpgradeMinorVersion: false,
        autoUpgradeMode: 'none',
        releaseTrain: 'Preview',
        version: '1.1',
        currentVersion: '1.1.9',
        scope: { namespace: { targetNamespace: 'theirs' } },
        configurationSettings: { enableTraining: 'True', theirs: 'kept' },
        configurationProtectedSettings: null,
        aksAssignedIdentity: { type: 'SystemAssigned' },
        provisioningState: 'Succeeded',
        statuses: [],
        errorInfo: null,
        isSystemExtension: false,
        packageUri: null,
        customLocationSettings: null,
      },
    },
    notSent: [
      'properties.currentVersion',
      'properties.configurationProtectedSettings',
      'properties.provisioningState',
      'properties.statuses',
      'properties.errorInfo',
      'properties.isSystemExtension',
      'properties.packageUri',
      'properties.customLocationSettings',
    ],
  },
};

/** One setting of a kind: as it is asked for, and as Azure answers it. */
export interface Setting {
  desired: Record<string, unknown>;
  observed: Record<string, unknown>;
}

const identityId = (name: string): string =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const subnet = (name: string): string =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/${name}`;
const armId = (name: string): string =>
  `/subscriptions/s/resourceGroups/g/providers/Tests/x/${name}`;

const identities = {
  one: {
    asked: { type: 'NONE', userAssignedIdentityIds: [] },
    found: { type: 'NONE', userAssignedIdentityIds: [], principalId: null, defaultIdentity: null },
  },
  two: {
    asked: { type: 'USER_ASSIGNED', userAssignedIdentityIds: [identityId('two')] },
    found: {
      type: 'USER_ASSIGNED',
      userAssignedIdentityIds: [identityId('two')],
      principalId: null,
      defaultIdentity: identityId('two'),
    },
  },
};

const schedule = (hour: number) => ({
  action: 'STOP',
  status: 'ENABLED',
  trigger: {
    cron: {
      expression: `0 ${hour} * * *`,
      timeZone: 'UTC',
      startTime: null,
    },
  },
});

const weekly = {
  action: 'START',
  status: 'ENABLED',
  trigger: {
    recurrence: {
      frequency: 'WEEK',
      interval: 1,
      timeZone: 'UTC',
      startTime: null,
      hours: [8],
      minutes: [0],
      weekDays: ['MONDAY'],
      monthDays: [],
    },
  },
};

const script = (source: object) => ({ source, arguments: 'one', timeout: 'PT10M' });
const scripts = {
  one: { creationScript: script({ text: 'echo' }), startupScript: script({ path: 'a.sh' }) },
  two: { creationScript: script({ path: 'b.sh' }), startupScript: script({ text: 'date' }) },
};

const started = {
  name: 'START',
  status: 'SUCCEEDED',
  rawStatus: 'Succeeded',
  trigger: 'USER',
  at: '2026-02-01T00:00:00Z',
};

const application = (name: string) => ({
  name,
  image: `ghcr.io/tests/${name}`,
  targetPort: 8787,
  publishedPort: 8787,
  environment: [
    {
      name: 'A',
      value: 'b',
    },
  ],
  mounts: [
    {
      source: '/a',
      target: '/b',
      readOnly: true,
    },
  ],
});

function cluster(which: 'one' | 'two'): Setting {
  const isOne = which === 'one';
  const shared = {
    location: isOne ? 'eastus' : 'westus',
    description: which,
    vmSize: isOne ? 'Standard_DS3_v2' : 'Standard_NC6',
    vmPriority: isOne ? 'DEDICATED' : 'LOW_PRIORITY',
    scale: {
      minNodeCount: isOne ? 0 : 1,
      maxNodeCount: isOne ? 2 : 3,
      nodeIdleTimeBeforeScaleDown: isOne ? 'PT120S' : 'PT5M',
    },
    subnetId: isOne ? null : subnet(which),
    enableNodePublicIp: isOne,
    isolatedNetwork: !isOne,
  };
  const ssh = { publicAccess: isOne ? 'ENABLED' : 'DISABLED', adminUsername: which };
  return {
    desired: { ...shared, identity: identities[which].asked, ssh: { ...ssh, publicKey: 'key' } },
    observed: {
      ...shared,
      identity: identities[which].found,
      ssh,
      allocationState: 'STEADY',
      allocationStateSince: '2026-02-01T00:00:00Z',
      currentNodeCount: 1,
      targetNodeCount: 1,
      tags: null,
      nodeCounts: {
        idle: 1,
        running: 0,
        preparing: 0,
        unusable: 0,
        leaving: 0,
        preempted: 0,
      },
    },
  };
}

function instance(which: 'one' | 'two'): Setting {
  const isOne = which === 'one';
  const user = isOne ? '1' : '2';
  const shared = {
    location: isOne ? 'eastus' : 'westus',
    description: which,
    vmSize: isOne ? 'Standard_DS11_v2' : 'Standard_DS12_v2',
    assignedUser: {
      objectId: `${user}1111111-1111-4111-8111-111111111111`,
      tenantId: `${user}2222222-2222-4222-8222-222222222222`,
    },
    subnetId: isOne ? null : subnet(which),
    enableNodePublicIp: isOne,
    idleTimeBeforeShutdown: isOne ? 'PT30M' : null,
  };
  const schedules = isOne ? [schedule(18), weekly] : [schedule(19)];
  return {
    desired: {
      ...shared,
      identity: identities[which].asked,
      schedules,
      setupScripts: scripts[which],
      ssh: isOne ? { publicKey: 'key' } : null,
      customApplications: isOne ? [application('one')] : [],
    },
    observed: {
      ...shared,
      identity: identities[which].found,
      state: 'RUNNING',
      rawState: 'Running',
      lastOperation: started,
      applications: [
        {
          displayName: 'Jupyter',
          endpointUri: 'https://a.test',
        },
      ],
      ssh: {
        publicAccess: isOne ? 'ENABLED' : 'DISABLED',
        adminUsername: 'azureuser',
        port: 5e4,
      },
      schedules: schedules.map((one) => ({
        ...one,
        id: which,
        provisioningStatus: 'COMPLETED',
      })),
      customApplications: isOne ? ['one'] : [],
      publicIpAddress: isOne ? '10.1.1.1' : null,
      privateIpAddress: null,
      createdBy: {
        displayName: 'Ada',
        objectId: null,
        tenantId: null,
      },
      tags: null,
    },
  };
}

function kubernetes(which: 'one' | 'two'): Setting {
  const amounts = { cpu: '1', memory: which === 'one' ? '4Gi' : '8Gi', nvidiaGpu: null };
  const shared = {
    clusterArmId: armId(which),
    description: which,
    namespace: which,
    defaultInstanceType: which,
    instanceTypes: [
      {
        name: which,
        nodeSelector: {},
        requests: amounts,
        limits: amounts,
      },
    ],
  };
  return {
    desired: {
      ...shared,
      clusterId: '',
      identity: identities[which].asked,
      kubeconfigReference: null,
    },
    observed: {
      ...shared,
      identity: identities[which].found,
      extensionReleaseTrain: null,
      tags: null,
    },
  };
}

function workspace(which: 'one' | 'two'): Setting {
  const shared = {
    location: which === 'one' ? 'eastus' : 'westus',
    friendlyName: which,
    description: which,
    storageAccountId: armId(which),
    keyVaultId: armId(which),
    applicationInsightsId: armId(which),
    containerRegistryId: armId(which),
  };
  return {
    desired: { ...shared, identity: identities[which].asked },
    observed: { ...shared, identity: identities[which].found, workspaceId: null, tags: null },
  };
}

function extension(which: 'one' | 'two'): Setting {
  const isOne = which === 'one';
  const settings = {
    enableTraining: true,
    enableInference: !isOne,
    inferenceRouterServiceType: null,
    allowInsecureConnections: !isOne,
    inferenceRouterHA: isOne,
    sslCname: null,
    sslSecret: null,
    logAnalyticsWS: false,
    installNvidiaDevicePlugin: !isOne,
    installBlobfuseSysctl: isOne,
    installBlobfuseFlexvol: isOne,
    volumePluginDir: null,
    installPromOp: isOne,
    installVolcano: isOne,
    installDcgmExporter: false,
    nodeSelector: {},
  };
  const flags = Object.entries(settings).filter(([, value]) => typeof value === 'boolean');
  return {
    desired: {
      extensionType: `Tests.${which}`,
      releaseTrain: which,
      version: isOne ? '1.0' : '2.0',
      autoUpgradeMinorVersion: !isOne,
      releaseNamespace: which,
      settings,
      extraSettings: { extra: which },
      settingReferences: {},
    },
    observed: {
      extensionType: `Tests.${which}`,
      releaseTrain: which,
      version: isOne ? '1.0' : '2.0',
      autoUpgradeMinorVersion: !isOne,
      releaseNamespace: which,
      keeper: null,
      configurationSettings: {
        extra: which,
        ...Object.fromEntries(flags.map(([name, value]) => [name, value ? 'True' : 'False'])),
      },
    },
  };
}

const connected = (which: 'one' | 'two'): Setting => ({
  desired: {},
  observed: {
    connectivityStatus: which === 'one' ? 'CONNECTED' : 'OFFLINE',
    rawConnectivityStatus: which,
    lastConnectivityTime: '2026-02-01T00:00:00Z',
    kubernetesVersion: which,
    totalNodeCount: 1,
    totalCoreCount: 4,
    agentVersion: which,
    distribution: which,
  },
});

const group = (which: 'one' | 'two'): Setting => {
  const location = which === 'one' ? 'eastus' : 'westus';
  return { desired: { location }, observed: { location, tags: null } };
};

const makers = {
  RESOURCE_GROUP: group,
  WORKSPACE: workspace,
  COMPUTE_CLUSTER: cluster,
  COMPUTE_INSTANCE: instance,
  KUBERNETES_COMPUTE: kubernetes,
  AZURE_SUBSCRIPTION: (which: 'one' | 'two'): Setting => ({
    desired: {},
    observed: {
      displayName: which,
      missingActions: [`Microsoft.Tests/${which}/read`],
      missingProviders: [`Microsoft.Tests${which}`],
    },
  }),
  CONNECTED_CLUSTER: connected,
  ARC_EXTENSION: extension,
};

export type TestedKind = keyof typeof makers;

/** One of two settings of a kind that are alike in no field. */
export const settingOf = (kind: TestedKind, which: 'one' | 'two'): Setting => makers[kind](which);

/** Kinds and what clients call them. */
export const typeNames: Record<TestedKind, string> = {
  RESOURCE_GROUP: 'ResourceGroup',
  WORKSPACE: 'Workspace',
  COMPUTE_CLUSTER: 'ComputeCluster',
  COMPUTE_INSTANCE: 'ComputeInstance',
  KUBERNETES_COMPUTE: 'KubernetesCompute',
  AZURE_SUBSCRIPTION: 'AzureSubscription',
  CONNECTED_CLUSTER: 'ConnectedCluster',
  ARC_EXTENSION: 'ArcExtension',
};

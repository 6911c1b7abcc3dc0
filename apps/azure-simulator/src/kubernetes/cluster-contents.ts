import { createHash } from 'node:crypto';
import { armIdKey } from '#libs/kernel';
import type { ConnectedClusterRecord } from '../arm/connected-clusters/connected-cluster-record.js';
import type { ExtensionRecord } from '../arm/extensions/extension-record.js';
import { isAzureMl, isOn } from '../arm/extensions/extensions.js';
import type { Simulation } from '../simulation.js';
import type { PodReason } from './pod-problems.js';

export interface Pod {
  metadata: { name: string; namespace: string; uid: string; creationTimestamp: string };
  spec: object;
  status: PodStatus;
}

interface PodStatus {
  phase: 'Running' | 'Pending';
  conditions: { type: string; status: 'True' | 'False'; reason?: string; message?: string }[];
  containerStatuses?: {
    name: string;
    image: string;
    imageID: string;
    ready: boolean;
    restartCount: number;
    state: object;
  }[];
}

const alwaysThere = ['azure-arc', 'default', 'kube-system'];
const common = ['healthcheck-controller', 'amlarc-identity-controller', 'amlarc-identity-proxy'];
const forTraining = ['aml-operator', 'gateway', 'metrics-controller-manager', 'relayserver'];
const forInference = ['azureml-fe-v2', 'inference-operator-controller-manager'];

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const namespaceOf = ({ scope }: ExtensionRecord): string =>
  'cluster' in scope ? scope.cluster.releaseNamespace : scope.namespace.targetNamespace;

export const namespacesOf = (
  { extensions, podProblems }: Simulation,
  cluster: ConnectedClusterRecord,
): string[] => {
  const key = armIdKey(cluster.id);
  const released = extensions.inCluster(key).map(namespaceOf);
  return [...new Set([...alwaysThere, ...released, ...podProblems.namespacesOf(key)])].sort();
};

/** The pods of the AzureML extension: starting while it is Creating, running once it has Succeeded, none after a failure. */
export function podsOf(simulation: Simulation, cluster: ConnectedClusterRecord): Pod[] {
  const key = armIdKey(cluster.id);
  return simulation.extensions
    .inCluster(key)
    .filter((one) => isAzureMl(one.extensionType) && one.provisioningState !== 'Failed')
    .flatMap((extension) =>
      podNames(extension).map((name) =>
        pod(extension, name, simulation.podProblems.reasonOf(key, name)),
      ),
    );
}

function podNames({ id, configurationSettings: settings }: ExtensionRecord): string[] {
  const deployments = [
    ...common,
    ...(isOn(settings['enableTraining']) ? forTraining : []),
    ...(isOn(settings['enableInference']) ? forInference : []),
  ];
  return deployments.map((name) => {
    const hash = hashOf(`${id.toLowerCase()}/${name}`);
    return `${name}-${hash.slice(0, 10)}-${hash.slice(10, 15)}`;
  });
}

function pod(extension: ExtensionRecord, name: string, reason: PodReason | undefined): Pod {
  const uid = hashOf(`${extension.id}/${name}`);
  return {
    metadata: {
      name,
      namespace: namespaceOf(extension),
      uid: `${uid.slice(0, 8)}-${uid.slice(8, 12)}-4${uid.slice(13, 16)}-a${uid.slice(17, 20)}-${uid.slice(20, 32)}`,
      creationTimestamp: new Date(extension.createdAtMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    spec: { containers: [{ name: 'manager', image: `mcr.microsoft.com/azureml/${name}` }] },
    status: statusOf(name, extension, reason),
  };
}

function statusOf(
  name: string,
  { provisioningState, statusAtMs = 0 }: ExtensionRecord,
  reason: PodReason | undefined,
): PodStatus {
  if (reason === 'Unschedulable') {
    const message = '0/3 nodes are available: 3 Insufficient cpu.';
    return {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason, message }],
    };
  }
  const waiting = reason ?? (provisioningState === 'Creating' ? 'ContainerCreating' : undefined);
  const isReady = waiting === undefined;
  const ready = isReady ? 'True' : 'False';
  const startedAt = new Date(statusAtMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    phase: isReady || waiting === 'CrashLoopBackOff' ? 'Running' : 'Pending',
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Initialized', status: 'True' },
      { type: 'Ready', status: ready },
      { type: 'ContainersReady', status: ready },
    ],
    containerStatuses: [
      {
        name: 'manager',
        image: `mcr.microsoft.com/azureml/${name}`,
        imageID: '',
        ready: isReady,
        restartCount: waiting === 'CrashLoopBackOff' ? 5 : 0,
        state: isReady ? { running: { startedAt } } : { waiting: { reason: waiting } },
      },
    ],
  };
}

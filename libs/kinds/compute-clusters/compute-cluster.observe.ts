import { z } from 'zod';
import {
  armTime,
  type SshAccess,
  type VmPriority,
  observeIdentity,
  objectAt,
  type ResourceBody,
  observeTags,
} from '#libs/resources';
import type { AllocationState, ClusterObserved, NodeCounts } from './compute-cluster.schema.js';

const text = z.string().nullish().catch(null);
const count = z.number().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);

/** `properties.properties` of an AmlCompute, as leniently as can be: any field may be null, absent or newer than we are. */
const settingsAnswer = z.object({
  vmSize: text,
  vmPriority: text,
  scaleSettings: z
    .object({ minNodeCount: count, maxNodeCount: count, nodeIdleTimeBeforeScaleDown: text })
    .nullish()
    .catch(null),
  subnet: z.object({ id: text }).nullish().catch(null),
  remoteLoginPortPublicAccess: text,
  userAccountCredentials: z.object({ adminUserName: text }).nullish().catch(null),
  enableNodePublicIp: flag,
  isolatedNetwork: flag,
  allocationState: text,
  allocationStateTransitionTime: text,
  currentNodeCount: count,
  targetNodeCount: count,
  nodeStateCounts: z.record(z.string(), z.unknown()).nullish().catch(null),
});
type SettingsAnswer = z.infer<typeof settingsAnswer>;

const propertiesAnswer = z.object({ computeLocation: text, description: text });
const envelopeAnswer = z.object({ location: text });

/** What ARM answered about a cluster, in our words. Never throws (docs/azure-facts.md#compute-clusters). */
export function observeCluster(body: ResourceBody): ClusterObserved {
  const properties = propertiesAnswer.parse(objectAt(body, 'properties'));
  const settings = settingsAnswer.parse(objectAt(body, 'properties', 'properties'));
  return {
    location: properties.computeLocation ?? envelopeAnswer.parse(body).location ?? '',
    description: properties.description ?? null,
    vmSize: settings.vmSize ?? '',
    vmPriority: priorityOf(settings.vmPriority),
    scale: scaleOf(settings),
    identity: observeIdentity(body),
    subnetId: settings.subnet?.id ?? null,
    ssh: sshOf(settings),
    enableNodePublicIp: settings.enableNodePublicIp ?? true,
    isolatedNetwork: settings.isolatedNetwork ?? false,
    ...allocationOf(settings),
    tags: observeTags(body),
  };
}

const priorityOf = (word: string | null | undefined): VmPriority =>
  word?.toLowerCase() === 'lowpriority' ? 'LOW_PRIORITY' : 'DEDICATED';

/** Idle nodes go after two minutes unless said otherwise (docs/azure-facts.md#compute-clusters). */
const scaleOf = ({ scaleSettings }: SettingsAnswer): ClusterObserved['scale'] => ({
  minNodeCount: scaleSettings?.minNodeCount ?? 0,
  maxNodeCount: scaleSettings?.maxNodeCount ?? 0,
  nodeIdleTimeBeforeScaleDown: scaleSettings?.nodeIdleTimeBeforeScaleDown ?? 'PT120S',
});

const accesses: ReadonlyMap<string, SshAccess> = new Map(
  Object.entries<SshAccess>({ enabled: 'ENABLED', disabled: 'DISABLED' }),
);

const sshOf = (settings: SettingsAnswer): ClusterObserved['ssh'] => ({
  publicAccess:
    accesses.get(settings.remoteLoginPortPublicAccess?.toLowerCase() ?? '') ?? 'NOT_SPECIFIED',
  adminUsername: settings.userAccountCredentials?.adminUserName ?? null,
});

const allocationStates: ReadonlyMap<string, AllocationState> = new Map(
  Object.entries<AllocationState>({
    steady: 'STEADY',
    resizing: 'RESIZING',
  }),
);

const allocationOf = (
  settings: SettingsAnswer,
): Pick<
  ClusterObserved,
  'allocationState' | 'allocationStateSince' | 'currentNodeCount' | 'targetNodeCount' | 'nodeCounts'
> => ({
  allocationState: allocationStates.get(settings.allocationState?.toLowerCase() ?? '') ?? 'UNKNOWN',
  allocationStateSince: armTime(settings.allocationStateTransitionTime),
  currentNodeCount: settings.currentNodeCount ?? 0,
  targetNodeCount: settings.targetNodeCount ?? 0,
  nodeCounts: countsOf(settings.nodeStateCounts ?? {}),
});

function countsOf(counts: ResourceBody): NodeCounts {
  const of = (state: string): number => count.parse(counts[`${state}NodeCount`]) ?? 0;
  return {
    idle: of('idle'),
    running: of('running'),
    preparing: of('preparing'),
    unusable: of('unusable'),
    leaving: of('leaving'),
    preempted: of('preempted'),
  };
}

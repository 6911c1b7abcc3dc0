import type { ArmErrorBody } from '../../arm-error.js';
import type { ManagedIdentity } from '../../managed-identity.js';
import type { SystemData } from '../../system-data.js';
import type { Tags } from '../../tags.js';
import type { InstanceSettings } from './instance-settings.js';

/** Those of ARM's states that come about here (docs/azure-facts.md#compute-instances). */
export type InstanceState =
  | 'Creating'
  | 'CreateFailed'
  | 'Deleting'
  | 'Running'
  | 'Restarting'
  | 'Resizing'
  | 'SettingUp'
  | 'SetupFailed'
  | 'Starting'
  | 'Stopped'
  | 'Stopping'
  | 'UserSettingUp'
  | 'UserSetupFailed'
  | 'Unusable';

export type OperationName = 'Create' | 'Start' | 'Stop' | 'Restart' | 'Resize' | 'Delete';
export type OperationTrigger = 'User' | 'Schedule' | 'IdleShutdown';

export interface LastOperation {
  operationName: OperationName;
  operationTime: string;
  operationStatus: string;
  operationTrigger: OperationTrigger;
}

/** A state that an operation passes through, and for how long. */
export interface Phase {
  state: InstanceState;
  seconds: number;
}

/** What happens to an instance now. The instance's `state` is the present phase. */
export interface InstanceOperation {
  name: OperationName;
  trigger: OperationTrigger;
  /** ARM's operation; absent where nobody asked for it. */
  operationId?: string;
  /** When the present phase ends; absent: never. */
  untilMs?: number;
  /** What the present phase ends with. */
  error?: ArmErrorBody;
  /** The phases to come. */
  next: readonly Phase[];
  endsIn: InstanceState;
  fallsBackTo: InstanceState;
  /** What a resize leads to. */
  vmSize?: string;
}

/** A change of tags, identity or schedules: the machine goes on meanwhile. */
export interface InstanceUpdate {
  operationId: string;
  endsAtMs?: number;
  error?: ArmErrorBody;
}

export interface InstanceRecord {
  id: string;
  subscriptionId: string;
  /** `armIdKey` of the workspace. */
  workspaceKey: string;
  name: string;
  /** The workspace's; an instance is nowhere else. */
  location: string;
  tags?: Tags;
  sku?: Record<string, unknown>;
  identity?: ManagedIdentity;
  description?: string;
  disableLocalAuth?: boolean;
  createdOnMs: number;
  modifiedOnMs: number;
  provisioningState: 'Creating' | 'Deleting' | 'Succeeded' | 'Failed';
  provisioningErrors?: ArmErrorBody[];
  systemData: SystemData;
  createdBy: { userName: string; userOrgId: string; userId: string };
  settings: InstanceSettings;
  state: InstanceState;
  /** There is a machine. */
  isBuilt: boolean;
  /** What `errors` tells. */
  errors: readonly ArmErrorBody[];
  operation?: InstanceOperation;
  update?: InstanceUpdate;
  lastOperation: LastOperation;
  /** Since when nobody uses it, as far as known: the last start, or the end of the last use. */
  idleSinceMs: number;
  /** Schedules have been played up to here. */
  scheduledUntilMs: number;
  /** Counts up; gives the addresses. */
  number: number;
  /** What it was sent beyond what is played here. */
  kept?: unknown;
}

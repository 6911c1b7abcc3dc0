import { registerEnumType } from '@nestjs/graphql';
import { codesOf, userErrorCodes, type DomainErrorCode } from '#libs/kernel';
import { kinds } from '#libs/kinds';

/** By its name in GraphQL; Nest keeps its own list closed until it makes the schema. */
export const enums = new Map<string, object>();

/** A GraphQL enum whose values are their own names, each with its description. */
function describedEnum<K extends string>(
  name: string,
  description: string,
  values: Record<K, string>,
): { [N in K]: N } {
  const names = Object.keys(values) as K[];
  const type = Object.fromEntries(names.map((value) => [value, value])) as { [N in K]: N };
  const valuesMap = Object.fromEntries(
    names.map((value) => [value, { description: values[value] }]),
  );
  registerEnumType(type, {
    name,
    description,
    valuesMap: valuesMap as { [N in K]: { description: string } },
  });
  enums.set(name, type);
  return type;
}

export const OperationStatus = describedEnum('OperationStatus', 'Where an operation stands.', {
  AWAITING_APPROVAL: 'Waits for an approver.',
  QUEUED: 'Accepted; no worker has taken it yet.',
  RUNNING: 'A worker carries it out, or waits for Azure.',
  CANCELING: 'Somebody canceled it; what was sent is being undone.',
  SUCCEEDED: 'Done, and read back from Azure.',
  FAILED: 'It did not work: see error. Can be retried.',
  CANCELED: 'Canceled: what it had sent was undone, or stood complete and was only looked at.',
});

export const OperationKind = describedEnum(
  'OperationKind',
  'What an operation does.',
  Object.fromEntries(kinds.operations.map(({ kind, summary }) => [kind, summary])),
);

export const StepStatus = describedEnum('StepStatus', 'Where a step stands.', {
  PENDING: 'Its turn has not come.',
  RUNNING: 'It is being carried out.',
  WAITING: 'Azure works on it.',
  SUCCEEDED: 'Done.',
  FAILED: 'It did not work: see error.',
  SKIPPED: 'Not needed: message says why.',
  CANCELED: 'Not carried out: the operation was canceled.',
});

export const RetryAdvice = describedEnum('RetryAdvice', 'Whether trying again can help.', {
  NEVER: 'The same request will fail again.',
  LATER: 'It can work once what stands in the way is gone: see remedy.',
  NOW: 'It can work at once.',
});

export const UserErrorCode = describedEnum(
  'UserErrorCode',
  'Why a request was refused. Codes never change meaning.',
  Object.fromEntries(
    codesOf(userErrorCodes).map((code) => [code, userErrorCodes[code].when]),
  ) as Record<DomainErrorCode, string>,
);

export const ProvisioningState = describedEnum(
  'ProvisioningState',
  'How Azure says a resource stands.',
  {
    UNKNOWN: 'A word that is newer than this gateway: see the raw state.',
    CREATING: 'Being created.',
    UPDATING: 'Being changed.',
    DELETING: 'Being deleted.',
    SUCCEEDED: 'It stands.',
    FAILED: 'Its last change failed.',
    CANCELED: 'Its last change was canceled.',
  },
);

export const IdentityType = describedEnum(
  'IdentityType',
  'Kinds of managed identity. A compute has one kind at most.',
  {
    NONE: 'No managed identity.',
    SYSTEM_ASSIGNED: 'One that lives and dies with the resource.',
    USER_ASSIGNED: 'One or several that stand on their own.',
  },
);

export const CostTagSource = describedEnum(
  'CostTagSource',
  'Where the value of a cost tag came from.',
  {
    REQUEST: 'The request named it.',
    TEAM_DEFAULT: 'Inherited from the team.',
    POLICY: 'Set by a rule of the platform.',
    AZURE: 'Found in Azure.',
  },
);

export const VmPriority = describedEnum('VmPriority', 'What Azure promises about nodes.', {
  DEDICATED: 'Nodes stay until they are given back.',
  LOW_PRIORITY: 'Cheaper nodes that Azure can take back at any time.',
});

export const AllocationState = describedEnum('AllocationState', 'Whether nodes come or go.', {
  UNKNOWN: 'Not known yet.',
  STEADY: 'The number of nodes is as it should be.',
  RESIZING: 'Nodes are being added or removed.',
});

export const SshAccess = describedEnum(
  'SshAccess',
  'Whether the public SSH port of nodes is open.',
  {
    ENABLED: 'Open.',
    DISABLED: 'Closed.',
    NOT_SPECIFIED: 'Closed in a virtual network, open otherwise.',
  },
);

export const ComputeType = describedEnum(
  'ComputeType',
  'Kinds of compute.',
  Object.fromEntries(
    kinds.all.flatMap(({ kind, compute }) => (compute ? [[kind, compute.description]] : [])),
  ),
);

export const ComputeInstanceState = describedEnum(
  'ComputeInstanceState',
  'What a compute instance is at.',
  {
    UNKNOWN: 'Not known yet, or a word that is newer than this gateway: see rawState.',
    CREATING: 'Being created.',
    CREATE_FAILED: 'Its creation failed.',
    DELETING: 'Being deleted.',
    RUNNING: 'It runs, and is billed.',
    RESTARTING: 'Being restarted.',
    RESIZING: 'Being given another VM size.',
    JOB_RUNNING: 'It runs a job.',
    SETTING_UP: 'Azure sets it up.',
    SETUP_FAILED: 'Its setup failed: see diagnostics.',
    STARTING: 'Being started.',
    STOPPED: 'It stands still: only its disks and addresses are billed.',
    STOPPING: 'Being stopped.',
    USER_SETTING_UP: 'Its setup scripts run.',
    USER_SETUP_FAILED: 'A setup script of its failed: see diagnostics.',
    UNUSABLE: 'It runs and cannot be used: see diagnostics.',
  },
);

export const PowerAction = describedEnum('PowerAction', 'What a schedule does.', {
  START: 'Starts the instance.',
  STOP: 'Stops the instance.',
});

export const PowerScheduleStatus = describedEnum(
  'PowerScheduleStatus',
  'Whether a schedule is in force.',
  { ENABLED: 'It fires.', DISABLED: 'It is kept and does not fire.' },
);

export const ScheduleProvisioningStatus = describedEnum(
  'ScheduleProvisioningStatus',
  'Whether Azure has put a schedule into force.',
  {
    COMPLETED: 'It has.',
    PROVISIONING: 'It is at it.',
    FAILED: 'It could not: ask for the schedules again.',
  },
);

export const RecurrenceFrequency = describedEnum(
  'RecurrenceFrequency',
  'What a recurrence counts in.',
  {
    MINUTE: 'Minutes: Azure has the word; it cannot be asked for here.',
    HOUR: 'Hours: Azure has the word; it cannot be asked for here.',
    DAY: 'Days.',
    WEEK: 'Weeks.',
    MONTH: 'Months.',
  },
);

export const WeekDay = describedEnum('WeekDay', 'A day of the week.', {
  MONDAY: 'Monday.',
  TUESDAY: 'Tuesday.',
  WEDNESDAY: 'Wednesday.',
  THURSDAY: 'Thursday.',
  FRIDAY: 'Friday.',
  SATURDAY: 'Saturday.',
  SUNDAY: 'Sunday.',
});

export const InstanceOperation = describedEnum(
  'InstanceOperation',
  'What can be done to a compute instance.',
  {
    CREATE: 'Creation.',
    START: 'Start.',
    STOP: 'Stop.',
    RESTART: 'Restart.',
    RESIZE: 'Another VM size.',
    REIMAGE: 'A new image of the operating system.',
    DELETE: 'Deletion.',
    UNKNOWN: 'A word that is newer than this gateway.',
  },
);

export const InstanceOperationStatus = describedEnum(
  'InstanceOperationStatus',
  'How the last operation of an instance ended.',
  {
    IN_PROGRESS: 'It has not.',
    SUCCEEDED: 'Well.',
    FAILED: 'It failed.',
    UNKNOWN: 'A word that is newer than this gateway.',
  },
);

export const InstanceTrigger = describedEnum(
  'InstanceTrigger',
  'Who had the last operation of an instance done.',
  {
    USER: 'Somebody asked for it.',
    SCHEDULE: 'A schedule.',
    IDLE_SHUTDOWN: 'It had been idle for long enough.',
    UNKNOWN: 'Azure said nothing, or a word that is newer than this gateway.',
  },
);

export const ConnectivityStatus = describedEnum(
  'ConnectivityStatus',
  'Whether a cluster can be reached through Azure.',
  {
    CONNECTING: 'Not heard of yet.',
    CONNECTED: 'Heard of in the last 15 minutes; of an AKS cluster: it runs.',
    OFFLINE: 'Not heard of for 15 minutes; of an AKS cluster: it is stopped.',
    EXPIRED: 'Its certificate ran out: it must be connected anew.',
    AGENT_NOT_INSTALLED: 'Azure knows of it, and no agents are installed in it.',
    UNKNOWN: 'Azure said nothing, or a word that is newer than this gateway.',
  },
);

export const InferenceRouterServiceType = describedEnum(
  'InferenceRouterServiceType',
  'How inference is reached from outside the cluster.',
  {
    LOAD_BALANCER: 'By a load balancer, which the cluster must offer.',
    NODE_PORT: 'By a port of every node.',
    CLUSTER_IP: 'From inside the cluster alone.',
  },
);

export const PrincipalKind = describedEnum('PrincipalKind', 'Who can act.', {
  USER: 'A person.',
  BOT: 'A program.',
  SYSTEM: 'Armature itself, or Azure.',
});

export const Role = describedEnum('Role', 'What a principal may do in a team, or platform-wide.', {
  VIEWER: 'Sees.',
  OPERATOR: 'Sees and changes resources.',
  APPROVER: 'Sees and approves.',
  ADMIN: 'Does everything, and manages teams and keys.',
});

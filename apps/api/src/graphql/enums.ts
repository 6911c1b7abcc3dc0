import { codesOf, userErrorCodes, type DomainErrorCode } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { describedEnum } from './described-enum.js';
import './policies/policy.enums.js';

export const OperationStatus = describedEnum('OperationStatus', 'Where an operation stands.', {
  AWAITING_APPROVAL: 'Waits for an approver.',
  QUEUED: 'Accepted; no worker has taken it yet.',
  RUNNING: 'A worker carries it out, or waits for Azure.',
  CANCELING: 'Somebody canceled it; what was sent is being undone.',
  SUCCEEDED: 'Done, and read back from Azure.',
  FAILED: 'It did not work: see error. Can be retried.',
  CANCELED: 'Canceled: what it had sent was undone, or stood complete and was only looked at.',
});

export const ApprovalOutcome = describedEnum(
  'ApprovalOutcome',
  'What somebody says who is asked to agree.',
  { APPROVED: 'Agrees.', REJECTED: 'Does not agree: it is canceled.' },
);

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

export const QuotaScope = describedEnum('QuotaScope', 'Over what Azure counts.', {
  VM_FAMILY: 'vCPUs of a family of VM sizes in a region, of one tier.',
  REGION_DEDICATED: 'Dedicated vCPUs of a region, over all families.',
  REGION_LOW_PRIORITY: 'Low-priority vCPUs of a region: one number over all families.',
  COMPUTE_COUNT: 'Clusters and instances of a region, with or without nodes.',
  WORKSPACE: "A workspace's share of a family's vCPUs.",
});

export const OfferAvailability = describedEnum(
  'OfferAvailability',
  'Whether something could be had.',
  {
    AVAILABLE:
      "The quota carries all nodes that there may be. That Azure has them free, it doesn't say.",
    NO_QUOTA: 'It is offered there, and the quota does not carry it.',
    NOT_OFFERED: 'Azure does not offer it there, or not in this tier.',
    UNKNOWN: 'Azure did not say, or was not asked yet: ask again in a minute.',
  },
);

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

export const ListOrderField = describedEnum(
  'ListOrderField',
  'What a list can be in the order of.',
  {
    NAME: 'By name, without case; of the same name the older first, or last where descending.',
    CREATED_AT: 'By when it was made.',
  },
);

export const HistoryOrderField = describedEnum(
  'HistoryOrderField',
  'What a history can be in the order of.',
  { CREATED_AT: 'By when it was made.' },
);

export const OrderDirection = describedEnum('OrderDirection', 'Which end a list begins at.', {
  ASC: 'From A to Z, from the oldest on.',
  DESC: 'From Z to A, from the newest on.',
});

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

export const WorkspaceDependencyRole = describedEnum(
  'WorkspaceDependencyRole',
  'What a workspace leans on something for.',
  {
    STORAGE: 'Its storage account.',
    KEY_VAULT: 'Its key vault.',
    APPLICATION_INSIGHTS: 'Its Application Insights.',
    LOG_ANALYTICS: 'The Log Analytics workspace of its Application Insights.',
    CONTAINER_REGISTRY: 'Its container registry.',
  },
);

export const DependencyChoice = describedEnum(
  'DependencyChoice',
  'Whether something that a workspace can lean on is made for it.',
  { CREATE: 'It is made.', NONE: 'There is none.' },
);

export const DatastoreAccess = describedEnum(
  'DatastoreAccess',
  'How a workspace reaches its storage account.',
  { KEYS: "By the account's keys.", IDENTITY: 'By its identity; keys are not needed.' },
);

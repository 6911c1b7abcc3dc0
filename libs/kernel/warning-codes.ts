import type { CodeTable } from './code-meaning.js';

/** What is worth knowing about a mutation that was accepted: `warnings` of its payload. */
export const warningCodes = {
  APPROVERS_TOO_FEW: {
    when: 'A rule wants more people to agree than are known who may.',
    todo: 'Give others the role that it asks for with `grantRole`; else the operation is canceled when its time is over.',
  },
  COST_TAG_WITHOUT_DEFAULT: {
    when: 'A team has no default for a cost tag that everything must carry.',
    todo: 'Give the team one with `updateTeam`, or the tag with every request.',
  },
  CRON_DAYS_MUST_BOTH_HOLD: {
    when: 'A cron expression names days of the month and of the week: Azure fires only where both hold.',
    todo: 'Write two schedules if it should fire on either.',
  },
  DEFAULT_INSTANCE_TYPE: {
    when: 'The attachment names no instance types, so Azure makes one that is small.',
    todo: 'Name instance types of the size that jobs need.',
  },
  DELETED_TOO: {
    when: 'Something that stands in it is deleted with it, whether Armature manages it or not.',
    todo: 'Check that it may go; cancel the operation at once if it may not.',
  },
  IDENTITY_NEEDS_CONTRIBUTOR: {
    when: 'Idle shutdown with a managed identity works only if that identity is Contributor on the workspace.',
    todo: 'Give the identity that role.',
  },
  INTERVAL_WITHOUT_START_TIME: {
    when: 'A schedule recurs every several days, weeks or months and has no `startTime` to count from.',
    todo: 'Give a `startTime`.',
  },
  KEY_GOES_ON: {
    when: 'A key works on: somebody who is disabled made it for somebody else, or a team is deleted, and whom it speaks for has roles elsewhere.',
    todo: 'Revoke the key with `revokeApiKey` if it should not.',
  },
  LABEL_READ_AS_NO_TEXT: {
    when: "The extension's chart would read a label's value as a number or as true or false.",
    todo: 'Choose another value for the label if the installation fails.',
  },
  MAY_BE_INSTALLED_ALREADY: {
    when: 'The extension installs a component that the cluster may have already.',
    todo: 'Switch the setting off if the cluster has the component.',
  },
  NEVER_STOPS: {
    when: 'Neither a schedule nor an idle time stops the instance: it is billed until somebody stops it.',
    todo: 'Give it a schedule or `idleTimeBeforeShutdown`.',
  },
  NODES_ALWAYS_BILLED: {
    when: 'A minimum above 0 keeps nodes, and their price, without any job.',
    todo: 'Set `minNodeCount` to 0 if jobs can wait for nodes to start.',
  },
  NODES_CAN_BE_PREEMPTED: {
    when: 'A minimum above 0 keeps low-priority nodes: Azure may take those back too, at any time.',
    todo: 'Take DEDICATED nodes for jobs that cannot be interrupted.',
  },
  NODES_ON_REQUEST_ONLY: {
    when: '`maxNodeCount` is above 100: Azure grants so many nodes only to subscriptions that asked for them.',
    todo: 'Ask Azure for a higher limit, or lower `maxNodeCount`.',
  },
  NO_LOW_PRIORITY_NODES: {
    when: 'Azure Machine Learning has no low-priority nodes of the size: the cluster is made all the same, and never gets any.',
    todo: 'Take DEDICATED nodes, or another size.',
  },
  OLD_SETTING_NAME: {
    when: 'A setting of the extension is written with a name that it had before.',
    todo: "Write today's name, which the message gives.",
  },
  OPERATION_UNDER_WAY: {
    when: 'An operation under way uses the scope that is no longer shared: it fails as SCOPE_NOT_SHARED unless Azure has its request already.',
    todo: 'Cancel it if it should not end in Azure; share the scope again if it should.',
  },
  OTHER_REGION: {
    when: 'The cluster is in another region than its workspace: data between them is slower, and costs.',
    todo: "Take the workspace's region unless another one is needed.",
  },
  POLICY_WARNING: {
    when: 'A policy of the team, or of the platform, applies to it and warns.',
    todo: 'Read what the policy says, and change the request or go on.',
  },
  PRIVATE_ENDPOINT_NEEDED: {
    when: 'Nodes without a public IP reach their workspace through its private endpoint only.',
    todo: 'Make sure that the workspace has a private endpoint in a network that the nodes reach.',
  },
  QUOTA_BELOW_MAXIMUM: {
    when: "Azure's quota is below what all nodes of the cluster would take.",
    todo: 'Ask Azure for a higher limit, or lower `maxNodeCount`.',
  },
  QUOTA_SHORT: {
    when: 'Azure may have no room for it now: its numbers are not fresh or not told, other operations may take the room first, or the cluster begins without nodes and waits for them.',
    todo: 'Look at `quotaCheck`; ask Azure for more, or take what it offers.',
  },
  REATTACHED: {
    when: 'The attachment is attached anew for its tags, as Azure changes them in no other way: jobs on it are interrupted.',
    todo: 'Cancel the operation at once if a job must not be interrupted, and ask again when none runs.',
  },
  REVOKED_TOO: {
    when: 'Another key ends with this one, or with those of the team, because it was made with it.',
    todo: 'Make a new key for whoever uses it.',
  },
  SCHEDULES_FIRE_TOGETHER: {
    when: 'Two schedules do the same at the same time.',
    todo: 'Leave one of them out, or move it.',
  },
  SCRIPT_FOR_WINDOWS: {
    when: 'A setup script has Windows line ends or a byte order mark, which the shell of the instance does not understand.',
    todo: 'Save it with line ends of Unix (LF), as UTF-8 without a mark.',
  },
  SERVICE_BUS_AND_RELAY: {
    when: "For training Azure creates a Service Bus and a Relay in the cluster's resource group.",
    todo: 'Leave them alone while computes are attached through the cluster: without them those stop.',
  },
  SHORT_MONTHS_SKIPPED: {
    when: 'A schedule names a day that not every month has: it does not fire in the others.',
    todo: 'Name a day that every month has.',
  },
  START_AND_STOP_TOGETHER: {
    when: 'A start and a stop fire at the same time: which one wins is not known.',
    todo: 'Move one of them.',
  },
  STILL_USED: {
    when: 'A resource goes on using the scope that is no longer shared.',
    todo: 'Delete or change that resource if it should not.',
  },
  STORED_AND_SHOWN: {
    when: 'The value is stored, and shown to everybody who sees the instance.',
    todo: 'Put no secret into it; read secrets where they are used.',
  },
  TAGS_NOT_SENT: {
    when: 'The attachment was claimed or moved, and its cost tags count here only: Azure changes tags of an attachment by attaching it anew.',
    todo: 'Reattach it with `reattachKubernetesCompute` when no job runs, if Azure should have them too.',
  },
  UNKNOWN_SETTING: {
    when: 'A setting of the extension is not documented, and is like one that is.',
    todo: 'Check its spelling.',
  },
} as const satisfies CodeTable;

export type WarningCode = keyof typeof warningCodes;

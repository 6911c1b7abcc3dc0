import type { RetryAdvice } from '#libs/kernel';

/** What stands in the way, for those who treat causes alike. */
export type ArmErrorCause =
  | 'quota' // a number somebody can raise
  | 'capacity' // Azure has no machines; raising quota does not help
  | 'lock'
  | 'permission'
  | 'policy'
  | 'throttle'
  | 'busy' // something else is being done to the resource: it passes by itself
  | 'missing'
  | 'setup' // the subscription or the workspace must be prepared by a person
  | 'request' // the request itself is wrong
  | 'fault'; // Azure's own

export interface ArmErrorRule {
  /** The code we answer: ours where ARM's says nothing, ARM's otherwise. */
  code: string;
  /** ARM codes it stands for, lower case. Absent: the text alone decides. */
  armCodes?: readonly string[];
  /** Must match the message, where given. */
  text?: RegExp;
  cause: ArmErrorCause;
  /** LATER: the same request can succeed once the remedy was applied or time has passed. */
  retry: RetryAdvice;
  /** `{name}` is filled with what `facts` found in the message. */
  remedy: string;
  /** Named groups are facts; a group `target` becomes the error's target. */
  facts?: RegExp;
}

const quotaRemedy =
  'Ask for more vCPU quota for this VM family in this region (Azure portal: Machine Learning, Usage + quotas), lower the node counts, or delete clusters that hold quota: clusters at 0 nodes still do.';
const capacityRemedy =
  'Azure has no machines of this size there now. More quota does not help: try again later, take another VM size or region, or dedicated instead of low priority.';
const busyRemedy = 'Another operation is working on it: wait until that has ended.';
const throttleRemedy = 'Azure asked for fewer requests: wait and it is sent again.';
const takenRemedy =
  'The name is taken, perhaps where you cannot see it: names of computes are unique in a region, across all its workspaces. Choose another name.';

/** Codes that say nothing, under which a text can tell that a name is taken (arm-facts, section 12). */
const vagueCodes = ['conflict', 'conflicterror', 'badrequest', 'usererror', 'validationerror', ''];

const taken =
  /is not available\.? Reason: AlreadyExists|\bnames?\b.{0,200}\balready (?:exists|in use|taken|used|reserved)|\balready exists\b/;

/**
 * Every error of ARM's that we say more about than ARM does. The first rule that fits wins; order matters where a
 * code has several meanings. Codes and messages: arm-facts, Errors.
 */
export const armErrorCatalogue: readonly ArmErrorRule[] = [
  {
    code: 'SoftDeletedWorkspaceExists',
    text: /soft[- ]?deleted workspace/i,
    cause: 'setup',
    retry: 'NEVER',
    remedy:
      'A deleted workspace still holds this name. Purge it (delete the workspace with purge, or Azure portal: Recently deleted), recover it, or take another name.',
  },
  {
    // The docs know of such workspaces but quote no message: any wording that blames the workspace's age fits.
    code: 'WorkspacePredatesComputeClusters',
    text: /workspace\b.*(?:(?:before|prior to|predates?|earlier than)\b.*(?:general(?:ly)? availab|\bGA\b)|\bpreview workspace|(?:does not|doesn't|cannot|can't) (?:support|create|host)\b.*(?:AmlCompute|compute clusters?).*(?:general(?:ly)? availab|\bGA\b|preview))/is,
    cause: 'setup',
    retry: 'NEVER',
    remedy:
      'The workspace was created before Azure Machine Learning became generally available and cannot hold compute clusters. Create a new workspace and the cluster in it; Azure support can also migrate the old one.',
  },
  {
    // Seen in public inside an outer BadRequest, with what the script printed.
    code: 'SETUP_FAILED',
    armCodes: ['setupscriptserror'],
    cause: 'setup',
    retry: 'NEVER',
    remedy:
      'Read what the script printed and mend the script. A startup script runs again at the next restart; a creation script runs only once: delete the instance and create it again.',
  },
  {
    code: 'ScopeLocked',
    armCodes: ['scopelocked'],
    cause: 'lock',
    retry: 'LATER',
    facts: /scope\(s\) are locked:\s*'(?<target>[^']+)'/i,
    remedy: 'Remove the lock on {target}, then try again.',
  },
  {
    code: 'ClusterMinNodesExceedCoreQuota',
    armCodes: ['clusterminnodesexceedcorequota'],
    cause: 'quota',
    retry: 'LATER',
    remedy: `The cluster's minimum node count needs more vCPUs than the subscription may use. ${quotaRemedy}`,
  },
  {
    code: 'ClusterCoreQuotaReached',
    armCodes: ['clustercorequotareached', 'jobnodecountexceedscorequota'],
    cause: 'quota',
    retry: 'LATER',
    remedy: `The cluster stands but cannot grow. ${quotaRemedy}`,
  },
  {
    code: 'ResourceQuotaExceeded',
    armCodes: ['resourcequotaexceeded'],
    cause: 'quota',
    retry: 'LATER',
    remedy:
      'The subscription holds as many resources of this type as it may: delete some or ask Azure for a higher limit.',
  },
  {
    code: 'SkuNotAvailable',
    armCodes: ['skunotavailable'],
    cause: 'capacity',
    retry: 'LATER',
    remedy: capacityRemedy,
  },
  {
    code: 'AllocationFailed',
    armCodes: ['allocationfailed', 'zonalallocationfailed', 'overconstrainedallocationrequest'],
    cause: 'capacity',
    retry: 'LATER',
    remedy: capacityRemedy,
  },
  {
    code: 'QuotaExceeded',
    armCodes: ['quotaexceeded'],
    cause: 'quota',
    retry: 'LATER',
    remedy: quotaRemedy,
  },
  {
    code: 'QuotaExceeded',
    armCodes: ['operationnotallowed', 'badrequest', 'usererror', 'ok', 'conflict', 'forbidden', ''],
    text: /exceed\w*\b.*\bquota|quota\b.*\bexceed|\bcore quota\b|vCPU quota|quota limit/is,
    cause: 'quota',
    retry: 'LATER',
    remedy: quotaRemedy,
  },
  {
    code: 'OperationNotAllowed',
    armCodes: ['operationnotallowed'],
    cause: 'request',
    retry: 'NEVER',
    remedy:
      'Azure does not allow this here, most often a VM size the subscription may not use in this region: take another size or region.',
  },
  {
    code: 'MissingSubscriptionRegistration',
    armCodes: ['missingsubscriptionregistration'],
    cause: 'setup',
    retry: 'LATER',
    facts: /namespace '(?<target>[^']+)'/i,
    remedy: 'Register the resource provider once: az provider register --namespace {target}',
  },
  {
    code: 'LinkedAuthorizationFailed',
    armCodes: ['linkedauthorizationfailed'],
    cause: 'permission',
    retry: 'LATER',
    facts:
      /does not have (?:permission|authorization) to perform action(?:\(s\))? '(?<action>[^']+)'\s*(?:on|over) the linked scope(?:\(s\))? '(?<target>[^']+)'/i,
    remedy:
      "Give Armature's identity a role with the action {action} on {target}, which this resource refers to; a new role takes some minutes to work.",
  },
  {
    code: 'AuthorizationFailed',
    armCodes: ['authorizationfailed'],
    cause: 'permission',
    retry: 'LATER',
    facts: /perform action '(?<action>[^']+)' over scope '(?<target>[^']+)'/i,
    remedy:
      "Give Armature's identity a role with the action {action} on {target}; a new role takes some minutes to work.",
  },
  {
    code: 'RequestDisallowedByPolicy',
    armCodes: ['requestdisallowedbypolicy'],
    cause: 'policy',
    retry: 'NEVER',
    facts: /Resource '(?<target>[^']+)' was disallowed by policy/i,
    remedy:
      'An Azure policy forbids this{policy}: change the request to comply, or ask its owner for an exemption.',
  },
  {
    code: 'RetryableErrorDueToAnotherOperation',
    armCodes: ['retryableerrorduetoanotheroperation'],
    cause: 'busy',
    retry: 'LATER',
    remedy: busyRemedy,
  },
  {
    code: 'AnotherOperationInProgress',
    armCodes: [
      ...['anotheroperationinprogress', 'conflictingconcurrentwrite', 'operationinprogress'],
      ...['conflictingoperation', 'pessimisticconcurrencyconflict', 'deploymentactive'],
    ],
    cause: 'busy',
    retry: 'LATER',
    remedy: busyRemedy,
  },
  {
    code: 'ResourceGroupBeingDeleted',
    armCodes: ['resourcegroupbeingdeleted', 'resourcegroupdeleting'],
    cause: 'busy',
    retry: 'LATER',
    remedy: 'The resource group is being deleted: wait until it is gone, then create it again.',
  },
  {
    // What was rolled back tells what stood in the way; its details say why, each.
    code: 'ResourceGroupDeletionBlocked',
    armCodes: ['resourcegroupdeletionblocked'],
    cause: 'setup',
    retry: 'LATER',
    facts: /with identifiers? '(?<target>[^']+)'/i,
    remedy:
      'Azure could not delete {target}, and the group stands. Take away what holds it (a lock, a link from another group, work under way), or delete it by itself; then delete the group again.',
  },
  {
    code: 'ALREADY_EXISTS',
    armCodes: [
      ...['alreadyexists', 'resourcealreadyexists', 'namenotavailable', 'nameunavailable'],
      ...[
        'computealreadyexists',
        'workspacealreadyexists',
        'namealreadyexists',
        'accountnametaken',
      ],
    ],
    cause: 'request',
    retry: 'NEVER',
    remedy: takenRemedy,
  },
  {
    code: 'ALREADY_EXISTS',
    armCodes: vagueCodes,
    text: new RegExp(`${taken.source}(?!.*(?:being (?:deleted|deprovisioned)|in progress))`, 'is'),
    cause: 'request',
    retry: 'NEVER',
    remedy: takenRemedy,
  },
  {
    code: 'InvalidName',
    armCodes: vagueCodes,
    text: /is not available\.? Reason: Invalid\b/i,
    cause: 'request',
    retry: 'NEVER',
    remedy: 'Azure does not take this name, and the message says why: choose another one.',
  },
  {
    code: 'AnotherOperationInProgress',
    armCodes: ['conflict', 'conflicterror'],
    text: /another (?:\w+ )?operation|in progress|already running|exclusive access|being (?:created|updated|deleted|provisioned|deprovisioned|modified|processed)|deprovisioning|not in (?:a |its )?(?:terminal|succeeded|ready|stable)|(?:re)?try (?:it |the \w+ )?(?:again|later)|retry after|transition(?:ing|al)|concurrent/i,
    cause: 'busy',
    retry: 'LATER',
    remedy: busyRemedy,
  },
  {
    code: 'SubscriptionRequestsThrottled',
    armCodes: ['subscriptionrequeststhrottled', 'tenantrequeststhrottled'],
    cause: 'throttle',
    retry: 'LATER',
    remedy: throttleRemedy,
  },
  {
    code: 'TooManyRequests',
    armCodes: ['toomanyrequests', '429'],
    cause: 'throttle',
    retry: 'LATER',
    remedy: throttleRemedy,
  },
  {
    code: 'TooManyRequests',
    text: /could not be processed due to an excessive volume of traffic/i,
    cause: 'throttle',
    retry: 'LATER',
    remedy: throttleRemedy,
  },
  {
    code: 'ResourceGroupNotFound',
    armCodes: ['resourcegroupnotfound'],
    cause: 'missing',
    retry: 'NEVER',
    remedy: 'Create the resource group first.',
  },
  {
    code: 'ResourceNotFound',
    armCodes: ['resourcenotfound', 'notfound', 'computenotfound'],
    cause: 'missing',
    retry: 'NEVER',
    remedy: 'It is not in Azure, or was deleted outside of Armature.',
  },
  {
    code: 'ParentResourceNotFound',
    armCodes: ['parentresourcenotfound'],
    cause: 'missing',
    retry: 'NEVER',
    remedy: 'Create the resource that should hold it first.',
  },
  {
    code: 'SubscriptionNotFound',
    armCodes: ['subscriptionnotfound', 'invalidsubscriptionid'],
    cause: 'setup',
    retry: 'NEVER',
    remedy: "Check the subscription's id, and that Armature's identity may see the subscription.",
  },
  {
    code: 'InvalidResourceType',
    armCodes: ['invalidresourcetype', 'invalidresourcenamespace', 'noregisteredproviderfound'],
    cause: 'request',
    retry: 'NEVER',
    remedy: 'The region or the subscription does not offer this resource type.',
  },
  {
    code: 'LocationNotAvailableForResourceType',
    armCodes: ['locationnotavailableforresourcetype'],
    cause: 'request',
    retry: 'NEVER',
    remedy: 'Take a region that offers this resource type.',
  },
  {
    code: 'InvalidResourceGroupLocation',
    armCodes: ['invalidresourcegrouplocation', 'invalidresourcelocation'],
    cause: 'request',
    retry: 'NEVER',
    remedy:
      'It exists already in another region, which cannot change: take that region or another name.',
  },
  {
    code: 'PropertyChangeNotAllowed',
    armCodes: ['propertychangenotallowed'],
    cause: 'request',
    retry: 'NEVER',
    remedy: 'This property cannot change once the resource exists: create another one.',
  },
  {
    code: 'InternalServerError',
    armCodes: ['internalservererror', 'internalerror', 'systemerror', 'serviceerror'],
    cause: 'fault',
    retry: 'LATER',
    remedy:
      'A fault inside Azure: try again, and give Azure support the request id if it stays so.',
  },
  {
    code: 'ServiceUnavailable',
    armCodes: ['serviceunavailable', 'serverbusy', 'servertimeout', 'gatewaytimeout'],
    cause: 'fault',
    retry: 'LATER',
    remedy: 'Azure cannot answer at the moment: try again later.',
  },
  {
    code: 'ExpiredAuthenticationToken',
    armCodes: ['expiredauthenticationtoken'],
    cause: 'fault',
    retry: 'NOW',
    remedy: 'The access token ran out on the way: it is renewed with the next request.',
  },
  {
    code: 'InvalidAuthenticationToken',
    armCodes: [
      'invalidauthenticationtoken',
      'invalidauthenticationtokentenant',
      'authenticationfailed',
    ],
    cause: 'permission',
    retry: 'LATER',
    remedy: "Azure does not accept Armature's identity: check its tenant and configuration.",
  },
];

/** Outer codes that say less than what they wrap (arm-facts, Errors), lower case. */
export const genericCodes: ReadonlySet<string> = new Set([
  '',
  'ok',
  'badrequest',
  'usererror',
  'systemerror',
  'serviceerror',
  'error',
  'conflict',
  'forbidden',
  'internalservererror',
  'internalerror',
  'unknownerror',
  'validation',
  'validationerror',
  'badargument',
  'deploymentfailed',
  'deploymentoperationfailed',
  'resourcedeploymentfailure',
  'resourceoperationfailure',
  'operationfailed',
  'invalidtemplatedeployment',
  'multipleerrorsoccurred',
  'failed',
  'canceled',
]);

import type { CodeTable } from './code-meaning.js';

/** Why a mutation is refused: `UserErrorCode` of the schema is made from this. */
export const userErrorCodes = {
  INVALID_INPUT: {
    when: 'A field is malformed, or does not fit another one.',
    todo: 'Change the field that `field` names as the message says.',
  },
  NAME_INVALID: {
    when: 'Azure would refuse this name.',
    todo: 'Choose a name of the form that the message gives.',
  },
  ALREADY_EXISTS: {
    when: 'The name is taken, or the cluster has the extension already.',
    todo: 'Choose another name: names of computes are unique in a region, over all workspaces. Where one whose creation failed holds it, retry or delete that one; change an extension with `updateArcExtension`.',
  },
  NOT_FOUND: {
    when: 'There is no such thing, or you may not see it.',
    todo: 'Check the id, and whether you have a role in the team that holds it.',
  },
  INVALID_STATE: {
    when: 'Not possible as it stands now.',
    todo: 'Do what the message says: bring it into the state that it names, wait, or leave it where there is nothing to do.',
  },
  IMMUTABLE_FIELD: {
    when: 'The field cannot be changed on what stands.',
    todo: 'Leave the field as it is; use `resizeComputeInstance` for the size of an instance; else delete the resource and create it with the new value.',
  },
  OPERATION_IN_PROGRESS: {
    when: 'Another operation is under way there: operationId names it.',
    todo: 'Wait until that operation has ended, or cancel it, and ask again.',
  },
  COST_TAG_REQUIRED: {
    when: 'A cost tag that everyone must set is missing or empty, and the team has no default for it.',
    todo: 'Give the tag with a value in `costTags`.',
  },
  POLICY_DENIED: {
    when: 'A policy of the team, or of the platform, denies it, wants approval, or could not be evaluated.',
    todo: 'Do what the message says, or ask who administers the policy that it names: see `policies`.',
  },
  POLICY_INVALID: {
    when: 'A policy reads a fact that there is not, names no verb, or is no CEL; or its fields do not fit its effect.',
    todo: 'Change the field that `field` names as the message says.',
  },
  FORBIDDEN: {
    when: 'Your roles do not allow it, in a team or on the platform.',
    todo: 'Ask an admin of the team, or of the platform, as the message says: for the role, or to do it for you.',
  },
  LAST_ADMIN: {
    when: 'Nobody else would be an administrator of the platform any more.',
    todo: 'Give the role ADMIN of the whole platform to somebody else first, with `grantRole`: to a person or a bot itself, and not to a group.',
  },
  ETAG_MISMATCH: {
    when: 'It was changed since you read it.',
    todo: 'Read it again, look at what has changed, and send its new etag.',
  },
  PLAN_STALE: {
    when: 'The plan is no longer what would be done: something has changed, an hour has passed, or it was carried out already.',
    todo: 'Plan again and look at what it says now; where `operationId` is given, follow that operation.',
  },
  QUOTA_EXCEEDED: {
    when: 'The team that pays may not have so many vCPUs, or so many computes, or Azure has no room for them by its own numbers, read within the last quarter of an hour: the message has the numbers.',
    todo: "Ask for less, delete or scale down another one, or have the limit raised: the team's by an admin of the platform with `setTeamLimits`, Azure's at Azure. `quotaCheck` tells Azure's numbers, and what would fit.",
  },
  BUDGET_EXCEEDED: {
    when: 'The computes of the team that pays would cost more an hour than they may, or what this one costs is not known yet: the message has the numbers.',
    todo: 'Ask for less, or for a cheaper size or low priority; delete or scale down another one, or have an admin of the platform raise the limit with `setTeamLimits`.',
  },
  CONFIRMATION_MISMATCH: {
    when: 'confirmName is not the name.',
    todo: 'Give the name of what is to be deleted, exactly as it is written.',
  },
  SIZE_NOT_SUPPORTED: {
    when: 'The region does not offer this VM size for this, or the instance cannot become it.',
    todo: 'Take a size that the message offers: one of `vmSizes` for the region, or of `allowedResizeSizes` for a resize. Where only low priority is not offered, take DEDICATED.',
  },
  IDENTITY_CONFLICT: {
    when: 'User-assigned identities are named with another type than USER_ASSIGNED.',
    todo: 'Ask for USER_ASSIGNED with them, or leave them out.',
  },
  LOCATION_NOT_SUPPORTED: {
    when: 'This is no region, or none where the subscription can have such a resource.',
    todo: 'Take a region that the message offers.',
  },
  CLUSTER_NOT_CONNECTED: {
    when: 'As Armature last saw it, the Kubernetes cluster is stopped or not connected to Azure.',
    todo: 'Start it or bring its agents back as the message says, and ask again once it is connected.',
  },
  EXTENSION_NOT_READY: {
    when: 'The cluster has no Azure Machine Learning extension, or one that is not installed: still under way, or failed.',
    todo: 'Install it with `installArcExtension`, wait until it is installed, or put right why it failed.',
  },
  ALREADY_ATTACHED: {
    when: 'The cluster is attached to this workspace already.',
    todo: 'Use the compute that it is attached as, change that with `reattachKubernetesCompute`, or detach it first.',
  },
  IDEMPOTENCY_KEY_PARAMETER_MISMATCH: {
    when: 'The key was used with another request.',
    todo: 'Send a new key with a new request; repeat a request with exactly the same input.',
  },
  SCOPE_NOT_SHARED: {
    when: 'The team that pays neither holds it nor has a share in it, or may not make anything in this region.',
    todo: 'Have it shared with `shareScope`, or the region allowed with `setAllowedLocations`; or name something that the team may use.',
  },
  API_VERSION_NOT_SERVED: {
    when: 'Azure can do it in this region or cloud at no api-version that is known here.',
    todo: 'Do it as the message says instead, or have an administrator name a version in ARMATURE_AZURE_API_VERSIONS.',
  },
  NOT_EMPTY: {
    when: 'Something stands in it that nobody agreed to delete, or a team still holds something: armId names it.',
    todo: 'Name its ARM id in `deleteUnmanagedArmIds` if it may go too, or remove it first.',
  },
  NOT_APPROVER: {
    when: 'You may not decide on this operation: you asked for it, by yourself or with a key that you hold or made, or its rule asks for others.',
    todo: 'Have somebody decide whom `approval.requirement` of the operation asks for; cancel what you asked for yourself with `cancelOperation`.',
  },
  APPROVAL_EXPIRED: {
    when: 'The time is over in which somebody could agree to the operation.',
    todo: 'Ask for it anew, and let those know who have to agree.',
  },
} as const satisfies CodeTable;

/** Codes are public (`UserErrorCode` of the schema) and never change meaning. */
export type DomainErrorCode = keyof typeof userErrorCodes;

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
    when: 'The name is taken.',
    todo: 'Choose another name. Names of computes are unique in a region, over all workspaces.',
  },
  NOT_FOUND: {
    when: 'There is no such thing, or you may not see it.',
    todo: 'Check the id, and whether you have a role in the team that holds it.',
  },
  INVALID_STATE: {
    when: 'Not possible as it stands now.',
    todo: 'Bring it into the state that the message names, or wait for it, and ask again.',
  },
  IMMUTABLE_FIELD: {
    when: 'Azure cannot change this field.',
    todo: 'Leave the field as it is, or delete the resource and create it with the new value.',
  },
  OPERATION_IN_PROGRESS: {
    when: 'Another operation is under way there: operationId names it.',
    todo: 'Wait until that operation has ended, or cancel it, and ask again.',
  },
  COST_TAG_REQUIRED: {
    when: 'A cost tag that everyone must set is missing.',
    todo: 'Give the tag in `costTags`, or have it set as a default of the team.',
  },
  POLICY_DENIED: {
    when: 'A rule of the platform forbids it.',
    todo: 'Ask for something that the rule allows, or ask those who run the platform.',
  },
  FORBIDDEN: {
    when: 'Your roles do not allow it.',
    todo: 'Ask an admin of the team for the role that the message names.',
  },
  ETAG_MISMATCH: {
    when: 'It was changed since you read it.',
    todo: 'Read it again, look at what has changed, and send its new etag.',
  },
  CONFIRMATION_MISMATCH: {
    when: 'confirmName is not the name.',
    todo: 'Give the name of what is to be deleted, exactly as it is written.',
  },
  SIZE_NOT_SUPPORTED: {
    when: 'No such VM size.',
    todo: 'Take a size that `vmSizes` lists for the region; the message offers similar ones.',
  },
  IDENTITY_CONFLICT: {
    when: 'These identities do not go together.',
    todo: 'Ask for one system-assigned identity, or for user-assigned ones, and not for both.',
  },
  LOCATION_NOT_SUPPORTED: {
    when: 'No such region.',
    todo: 'Take a region that Azure has for this and that the team may use.',
  },
  CLUSTER_NOT_CONNECTED: {
    when: 'The Kubernetes cluster is not connected to Azure.',
    todo: 'Do what the message says about its agents, and ask again once it is connected.',
  },
  EXTENSION_NOT_READY: {
    when: 'The extension is not installed yet.',
    todo: 'Install it with `installArcExtension`, or wait until it is installed.',
  },
  ALREADY_ATTACHED: {
    when: 'The cluster is attached already.',
    todo: 'Use the compute that it is attached as, or detach that one first.',
  },
  IDEMPOTENCY_KEY_PARAMETER_MISMATCH: {
    when: 'The key was used with another request.',
    todo: 'Send a new key with a new request; repeat a request with exactly the same input.',
  },
  SCOPE_NOT_SHARED: {
    when: 'The team that pays neither holds it nor has a share in it.',
    todo: 'Have it shared with `shareScope`, or name something that the team holds.',
  },
  API_VERSION_NOT_SERVED: {
    when: 'Azure serves the call for it in this region or cloud at no api-version that is known here.',
    todo: 'Do without it there, or have an administrator name a version in ARMATURE_AZURE_API_VERSIONS.',
  },
  NOT_EMPTY: {
    when: 'Something stands in it that nobody agreed to delete: armId names it.',
    todo: 'Name its ARM id in `deleteUnmanagedArmIds` if it may go too, or remove it first.',
  },
} as const satisfies CodeTable;

/** Codes are public (`UserErrorCode` of the schema) and never change meaning. */
export type DomainErrorCode = keyof typeof userErrorCodes;

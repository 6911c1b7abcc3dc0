import type { CodeTable } from './code-meaning.js';

/**
 * Our own codes of what went wrong on the way to Azure: `error` of operations and steps, `provisioningErrors` of
 * resources. What Azure says is told by the catalogues of libs/arm-errors, or by Azure's own code.
 */
export const provisioningCodes = {
  ALREADY_EXISTS: {
    when: 'Azure has something of this name that the operation did not make.',
    todo: 'Choose another name, or delete what stands there and create it again.',
  },
  ALREADY_ATTACHED: {
    when: 'The cluster was attached by somebody else meanwhile.',
    todo: 'Use that attachment, or detach it and retry.',
  },
  API_VERSION_NOT_SERVED: {
    when: 'Azure serves the call in this region or cloud at no api-version that is known here.',
    todo: 'Have an administrator name one of the versions that the message lists in ARMATURE_AZURE_API_VERSIONS.',
  },
  ARC_AGENT_ERROR: {
    when: 'The Azure Arc agents of a connected cluster report an error.',
    todo: 'Look at the pods in the namespace azure-arc of the cluster.',
  },
  ATTEMPTS_EXHAUSTED: {
    when: 'A step failed five times.',
    todo: 'Mend what the last message names, then retry the operation.',
  },
  CLUSTER_NOT_CONNECTED: {
    when: 'The cluster has no connection to Azure.',
    todo: 'Bring its agents back as the remedy says, then retry the operation.',
  },
  CLUSTER_NOT_FOUND: {
    when: 'Azure no longer has the cluster.',
    todo: 'Connect it to Azure Arc again, then retry the operation.',
  },
  COMPUTES_ATTACHED: {
    when: 'Computes are attached through the extension that is to be removed.',
    todo: 'Detach them first, or set `force`.',
  },
  DEAD_LETTER: {
    when: 'Workers took the operation five times, and none came back from it.',
    todo: "Look for crashes in the worker's log, then retry the operation.",
  },
  EXTENSION_DIFFERS: {
    when: 'The cluster has an extension of this name with other settings.',
    todo: 'Ask with the settings that it has, or change it with `updateArcExtension` and retry.',
  },
  EXTENSION_KEPT_ELSEWHERE: {
    when: 'The extension belongs to another Azure service.',
    todo: 'Change it where it came from.',
  },
  EXTENSION_NOT_READY: {
    when: 'The Azure Machine Learning extension is not installed on the cluster, or not yet.',
    todo: 'Install it or wait until it is installed, then retry the operation.',
  },
  FIELD_IGNORED_BY_AZURE: {
    when: 'Azure accepted a field and has another value now; `target` names the field.',
    todo: 'Ask for it again; if Azure ignores it again, the field cannot have this value there.',
  },
  INVALID_STATE: {
    when: 'The instance is in a state from which Azure does not do this.',
    todo: 'Do what the remedy names first, then retry the operation.',
  },
  KUBECONFIG_NOT_USABLE: {
    when: 'The kubeconfig that was named cannot be used.',
    todo: 'Put a kubeconfig there that the message does not object to, then retry.',
  },
  KUBERNETES_API_UNREACHABLE: {
    when: "The cluster's own API does not answer the worker.",
    todo: 'Let the worker reach the address in the kubeconfig, then retry.',
  },
  LEASE_ENDED: {
    when: 'A worker was held up for so long that it may no longer write.',
    todo: 'Nothing: another worker goes on.',
  },
  LOOK_REFUSED: {
    when: 'Azure refuses to let Armature read the resource.',
    todo: "Give Armature's identity the right to read it; Armature goes on looking.",
  },
  NOT_DELETED: {
    when: 'Azure took the deletion, and the resource still stands.',
    todo: 'Look for locks and for what uses it, then retry the operation.',
  },
  NOT_EMPTY: {
    when: 'Something stands in the group or workspace that nobody agreed to delete.',
    todo: 'Ask again and name it in `deleteUnmanagedArmIds`, or remove it.',
  },
  NOT_FOUND_IN_AZURE: {
    when: 'Somebody deleted the resource outside Armature.',
    todo: 'Delete it here too, and create it again.',
  },
  NOT_OURS: {
    when: 'What has this name in Azure is not what was asked for here: it was not deleted.',
    todo: 'Find out whose it is; delete it in Azure if it may go, then retry.',
  },
  OUTCOME_UNKNOWN: {
    when: 'An administrator gave the operation up, and what Azure made of it is not known yet.',
    todo: 'Wait until Armature has looked, then do as the remedy says.',
  },
  PODS_NOT_READY: {
    when: "The extension's pods did not become ready.",
    todo: 'Look at the pods that the message names, then retry.',
  },
  PROVISIONING_FAILED: {
    when: 'The resource ended as failed, and Azure does not say why.',
    todo: 'Look at the activity log of the resource group, then retry.',
  },
  ROW_UNREADABLE: {
    when: 'What is stored of the resource or the operation cannot be read.',
    todo: 'Have an administrator put the row right, then retry; or delete the resource and create it anew.',
  },
  SCOPE_NOT_SHARED: {
    when: 'What the operation uses is no longer shared with the team, or its region no longer allowed.',
    todo: 'Have it shared or allowed again, then retry the operation.',
  },
  SECRET_NOT_FOUND: {
    when: 'There is no secret under the reference that was named.',
    todo: "Put the secret where the team's secrets are, then retry.",
  },
  STATE_NOT_REACHED: {
    when: 'The instance came to rest in another state than was asked for.',
    todo: 'Look at its last operation in the studio, then retry.',
  },
  STEP_TIMEOUT: {
    when: 'A step took longer than a step may take (24 hours unless set otherwise).',
    todo: 'Look at the resource in Azure, then retry the operation or delete the resource.',
  },
  CREATE_FAILED: {
    when: 'The machine could not be created.',
    todo: 'Remove what its errors name, then delete it and create it anew.',
  },
  INSTANCE_UNUSABLE: {
    when: 'Azure says that the machine is unusable.',
    todo: 'Restart it; if it stays so, create it anew and look at its network.',
  },
  SETUP_FAILED: {
    when: "A setup script, or Azure's own setup of the machine, failed.",
    todo: 'Read what the script printed and correct it, then restart or create anew as the remedy says.',
  },
  AzureUnreachable: {
    when: 'Azure Resource Manager cannot be reached.',
    todo: 'Nothing while it passes; else look at DNS, firewall and proxy of the worker.',
  },
  AzureAnswerLost: {
    when: 'The connection to Azure broke before an answer came.',
    todo: 'Nothing: Armature looks whether the request arrived.',
  },
  AzureAnswerUnreadable: {
    when: 'Azure answered something that is not JSON.',
    todo: 'Nothing while it passes; else look whether a proxy answers in its place.',
  },
  AzureTimeout: {
    when: 'Azure did not answer in time.',
    todo: 'Nothing: Armature asks again.',
  },
  AzureCertificateUntrusted: {
    when: 'A certificate on the way to Azure is not trusted.',
    todo: "Name the authority's certificate in NODE_EXTRA_CA_CERTS and restart.",
  },
  AzureCredentialUnavailable: {
    when: 'There is no credential to reach Azure with.',
    todo: 'Configure one: docs/day-one.md.',
  },
  AzureCheckFailed: {
    when: 'Whether Azure takes the credential could not be found out.',
    todo: "Look at the worker's log.",
  },
  AzureCliNotSignedIn: {
    when: 'The Azure CLI that is to give the token is not signed in.',
    todo: 'Run `az login`.',
  },
  ArmBudgetSpent: {
    when: 'The requests that Azure allows the subscription are spent for now.',
    todo: 'Nothing: the request is sent as soon as there is room.',
  },
  ArmBudgetUnavailable: {
    when: 'The database that counts requests to Azure did not answer.',
    todo: 'Nothing while it passes; else look at the database.',
  },
  CallAborted: {
    when: 'The request was ended because a worker stopped or lost its lease.',
    todo: 'Nothing: another worker goes on.',
  },
  ClientCertificateUnreadable: {
    when: 'AZURE_CLIENT_CERTIFICATE_PATH holds no certificate with key that can be used.',
    todo: 'Put a PEM file with both there and restart.',
  },
  EntraUnreachable: {
    when: 'Entra ID cannot be reached.',
    todo: 'Look at DNS, firewall and proxy of the process.',
  },
  FederatedTokenUnreadable: {
    when: 'AZURE_FEDERATED_TOKEN_FILE holds no token.',
    todo: "Look at the pod's label and its service account's annotation.",
  },
  ManagedIdentityAmbiguous: {
    when: 'Several managed identities are assigned, and none is named.',
    todo: 'Name one in AZURE_CLIENT_ID.',
  },
  ManagedIdentityNotAssigned: {
    when: 'No managed identity is assigned, or not the one that is named.',
    todo: 'Assign it, or correct AZURE_CLIENT_ID.',
  },
  ManagedIdentityRefused: {
    when: 'The service of managed identities refused.',
    todo: 'Do what its message says.',
  },
  ManagedIdentityUnreachable: {
    when: 'The service of managed identities does not answer.',
    todo: 'Run where a managed identity is assigned, or configure another credential.',
  },
  NextLinkRefused: {
    when: 'Azure named a next page on another host: no token is sent there.',
    todo: 'Report it: this should not happen.',
  },
  PollUrlRefused: {
    when: 'Azure named a poll URL on another host: no token is sent there.',
    todo: 'Report it: this should not happen.',
  },
  ProxyAuthenticationRequired: {
    when: 'The proxy wants user and password.',
    todo: 'Put them into HTTPS_PROXY and restart.',
  },
  ProxyRefused: {
    when: 'The proxy does not let the request through.',
    todo: 'Have the address allowed, or name it in NO_PROXY.',
  },
  ProxyUnreachable: {
    when: 'The proxy does not answer.',
    todo: 'Correct HTTPS_PROXY, or bring the proxy back.',
  },
  SubscriptionDisabled: {
    when: 'The subscription of the gateway is disabled.',
    todo: 'Have it enabled in Azure.',
  },
} as const satisfies CodeTable;

import type { CodeTable } from './code-meaning.js';

/**
 * Our own codes of what went wrong on the way to Azure: `error` of operations and steps, `provisioningErrors` of
 * resources. What Azure says is told by the catalogues of libs/arm-errors, or by Azure's own code.
 */
export const provisioningCodes = {
  ALREADY_EXISTS: {
    when: 'Azure has something of this name that the operation did not make, or something deleted still holds the name.',
    todo: 'Do as the remedy says: choose another name, or use, delete or purge what holds this one.',
  },
  ALREADY_ATTACHED: {
    when: 'The cluster is attached to this workspace under another name, which Armature did not know when it accepted the request.',
    todo: 'Use that attachment or change it with `reattachKubernetesCompute`; or detach it and ask to attach anew: a retry is not possible.',
  },
  API_VERSION_NOT_SERVED: {
    when: 'Azure serves the call in this region or cloud at no api-version that is known here, or only at one that does not tell the idle time.',
    todo: 'Have an administrator name in ARMATURE_AZURE_API_VERSIONS a version that Azure serves there, start the API and the worker again, then retry; or do without it as the remedy says.',
  },
  APPROVAL_EXPIRED: {
    when: 'Nobody agreed to the operation in time. Nothing was sent.',
    todo: 'Ask for it anew, and let those know who have to agree.',
  },
  APPROVAL_REJECTED: {
    when: 'Somebody who was asked to agree to the operation did not. Nothing was sent.',
    todo: 'Read why in `approval.decisions`, talk to whoever decided, then ask for what they agree to.',
  },
  ARC_AGENT_ERROR: {
    when: 'The Azure Arc agents of a connected cluster report an error.',
    todo: 'Look at the pods in the namespace azure-arc of the cluster.',
  },
  ATTEMPTS_EXHAUSTED: {
    when: 'A step failed five times: by an error in Armature itself, or because Azure did not show what it had taken.',
    todo: "Look at the last message, and at the worker's log where it says so; then retry the operation.",
  },
  CLUSTER_NOT_CONNECTED: {
    when: 'The cluster is stopped, or its Azure Arc agents do not report to Azure.',
    todo: 'Start it or bring its agents back as the remedy says, then retry the operation.',
  },
  CLUSTER_NOT_FOUND: {
    when: 'Azure no longer has the cluster.',
    todo: 'Connect it to Azure Arc again, then retry the operation.',
  },
  COMPUTES_ATTACHED: {
    when: 'Computes were attached through the extension after its removal was accepted. The extension was not touched.',
    todo: 'Detach them, then retry the operation; or uninstall the extension anew with `force`.',
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
    when: 'The extension is one of Azure itself, or something else installed it and keeps it. Nothing was changed.',
    todo: 'Change or remove it there, or install another one under another name.',
  },
  EXTENSION_NOT_READY: {
    when: 'The cluster has no Azure Machine Learning extension, or one that is not installed: still under way, or failed.',
    todo: 'Install it, wait until it is installed, or put right why it failed; then retry the operation.',
  },
  FIELD_IGNORED_BY_AZURE: {
    when: 'Azure accepted a field and has another value now; `target` names the field.',
    todo: 'Ask for it again; if Azure ignores it again, the field cannot have this value there. Where it is `vmSize`, do as the remedy says.',
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
    when: "The cluster's own API did not answer the worker for some minutes, or refused what the kubeconfig asks with.",
    todo: 'Let the worker reach the address in the kubeconfig, and see that the kubeconfig is valid; then retry.',
  },
  LEASE_ENDED: {
    when: 'A worker was held up for so long that it may no longer write.',
    todo: 'Nothing: another worker goes on.',
  },
  LOOK_REFUSED: {
    when: 'Azure refuses to let Armature read the resource.',
    todo: "Do as the remedy says, most often give Armature's identity the right to read it; Armature goes on looking.",
  },
  NOT_DELETED: {
    when: 'Azure took the deletion, and the resource still stands.',
    todo: 'Look for locks and for what uses it, then retry the operation.',
  },
  NOT_EMPTY: {
    when: 'Something appeared in the group or workspace after its deletion was accepted. Nothing was deleted.',
    todo: 'Ask for the deletion anew: the answer lists what stands there now.',
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
    todo: 'Do as the remedy says: ask anew where nothing was sent; else wait until Armature has looked.',
  },
  PODS_NOT_READY: {
    when: "The extension's pods did not become ready within some minutes, or its namespace has none.",
    todo: 'Look at the pods of the namespace that the message names, then retry.',
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
    todo: 'Where a script failed, read what it printed and correct it; then restart or create anew as the remedy says.',
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
    when: 'Azure Resource Manager or Entra ID shows a certificate that is not trusted here; the message says why.',
    todo: "Where a proxy or firewall looks into TLS, name its authority's certificate in NODE_EXTRA_CA_CERTS and restart.",
  },
  AzureCredentialUnavailable: {
    when: 'The configured credential gave no access token, for a reason that has no code of its own.',
    todo: "Check Armature's identity: managed identity, workload identity or AZURE_* variables.",
  },
  AzureCheckFailed: {
    when: "Armature's own look at the subscription failed in a way that it did not foresee.",
    todo: 'Nothing while it passes, for Armature looks again by itself; else report it with the line of the log.',
  },
  AzureCliNotSignedIn: {
    when: 'The Azure CLI gives no token: it is not installed, or nobody is signed in.',
    todo: 'Install it and run `az login` as the user that Armature runs as.',
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
    when: 'Armature called the request off: a worker stopped or lost its lease, or a mutation waited for Azure as long as it may.',
    todo: 'Nothing for an operation: a worker goes on with it. Ask a refused mutation again.',
  },
  ClientCertificateUnreadable: {
    when: 'AZURE_CLIENT_CERTIFICATE_PATH holds no certificate with key that can be used.',
    todo: 'Put a PEM file with both there, and the password of the key, where it has one, into AZURE_CLIENT_CERTIFICATE_PASSWORD; restart.',
  },
  EntraUnreachable: {
    when: 'Entra ID cannot be reached, does not answer in time, or something else answers in its place.',
    todo: 'Check AZURE_AUTHORITY_HOST, and DNS, firewall and proxy of the process. Armature tries again by itself.',
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
    when: 'The service of managed identities refused, for another reason than which identities are assigned.',
    todo: 'Look at the identity of what Armature runs on; Armature tries again by itself.',
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
    when: 'Azure takes no changes in the subscription: it is disabled, expired or deleted.',
    todo: 'Have its owner enable it again; or, where it is the one in AZURE_SUBSCRIPTION_ID, name another there.',
  },
} as const satisfies CodeTable;

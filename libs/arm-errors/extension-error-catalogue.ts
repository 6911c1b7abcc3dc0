import type { RetryAdvice } from '#libs/kernel';

/**
 * What the text of a failed extension means. Sources: docs/azure-facts.md#failures-of-extensions; Microsoft's
 * "Troubleshoot Azure Machine Learning extension"; failures in public issues (test/corpus).
 */
export interface ExtensionErrorRule {
  code: string;
  text: RegExp;
  retry: RetryAdvice;
  /** `{name}` is filled with the group of that name in `text` or in `facts`. */
  remedy: string;
  facts?: RegExp;
  /** It passes by itself: the operation sends it again after so long, so often. */
  resend?: { afterSeconds: number; times: number };
}

const network =
  'Let the cluster reach the addresses that Azure Machine Learning needs for Kubernetes (outbound 443), then retry.';
const legacy =
  'The cluster still has the router of the old AKS attachment. Delete its azureml-fe service account, cluster role, binding, services, deployment, secret and config map, then retry.';

/** Where nothing else is known: what to look at. */
export const lookInKubernetesCluster =
  'Look at kubectl get pods and events in the namespace of the extension (azureml), and at what its own check found: kubectl describe configmap arcml-healthcheck -n azureml. Put that right, then retry.';

/** Codes of the extension's own check of the cluster. */
const healthChecks: readonly ExtensionErrorRule[] = [
  {
    code: 'LOAD_BALANCER_NOT_SUPPORT',
    text: /E40001|LOAD_BALANCER_NOT_SUPPORT/,
    retry: 'LATER',
    remedy:
      'The cluster has no load balancer. Configure one, or install with inferenceRouterServiceType NODE_PORT or CLUSTER_IP.',
  },
  {
    code: 'INSUFFICIENT_NODE',
    text: /E40002|INSUFFICIENT_NODE/,
    retry: 'LATER',
    remedy: 'inferenceRouterHA needs three nodes: add nodes, or set it to false.',
  },
  {
    code: 'INTERNAL_LOAD_BALANCER_NOT_SUPPORT',
    text: /E40003|INTERNAL_LOAD_BALANCER_NOT_SUPPORT/,
    retry: 'NEVER',
    remedy:
      'Only AKS has the internal load balancer: take internalLoadBalancerProvider out of extraSettings.',
  },
  {
    code: 'INVALID_SSL_SETTING',
    text: /E40007|INVALID_SSL_SETTING/,
    retry: 'LATER',
    remedy:
      'The TLS key or certificate is not valid, or the certificate is not for sslCname. Put right what the protected settings refer to, then retry.',
  },
  {
    code: 'PROMETHEUS_CONFLICT',
    text: /E45002|PROMETHEUS_CONFLICT/,
    retry: 'NEVER',
    remedy: 'The cluster has a Prometheus operator of its own: set installPromOp to false.',
  },
  {
    code: 'BAD_NETWORK_CONNECTIVITY',
    text: /E45003|BAD_NETWORK_CONNECTIVITY/,
    retry: 'LATER',
    remedy: network,
  },
  {
    code: 'AZUREML_FE_ROLE_CONFLICT',
    text: /E45004|AZUREML_FE_ROLE_CONFLICT/,
    retry: 'LATER',
    remedy: legacy,
  },
  {
    code: 'AZUREML_FE_DEPLOYMENT_CONFLICT',
    text: /E45005|AZUREML_FE_DEPLOYMENT_CONFLICT/,
    retry: 'LATER',
    remedy: legacy,
  },
  {
    code: 'INVALID_INSTANCE_TYPE',
    text: /E45006|failed to validate or update instancetype/i,
    retry: 'LATER',
    remedy:
      'An instance type that stands in the cluster is not valid, most often one that an earlier installation left: look at kubectl get instancetypes.amlarc.azureml.com -o yaml, correct or delete it, then retry.',
  },
  {
    code: 'HEALTH_CHECK_FAILED',
    text: /\b(?<check>E4\d{4})\b/,
    retry: 'LATER',
    remedy: `The extension's own check of the cluster found {check}. ${lookInKubernetesCluster}`,
  },
];

/** What the cluster refuses to the installer. */
const refusals: readonly ExtensionErrorRule[] = [
  {
    code: 'INVALID_SCOPE',
    text: /invalid scope '?namespace/i,
    retry: 'NEVER',
    remedy:
      'This extension is installed for the whole cluster only: remove it, and install it with installArcExtension, which asks for that.',
  },
  {
    code: 'ADMISSION_DENIED',
    text: /admission webhook "(?<webhook>[^"\\]+)\\*" denied the request|ValidatingAdmissionPolicy\b.*\bdenied request|violates PodSecurity|unable to validate against any (?:security context constraint|pod security policy)/is,
    retry: 'LATER',
    remedy:
      "A policy of the cluster refuses the extension's pods (Azure Policy, Gatekeeper, Pod Security, on OpenShift a security context constraint; the message names it): exempt the extension's namespace and its service accounts from it, then retry.",
  },
  {
    code: 'CLUSTER_RIGHTS_MISSING',
    text: /is forbidden: User\b|attempting to grant RBAC permissions not currently held/i,
    facts: /User \\*"(?<user>[^"\\]+)\\*" cannot (?<verb>\w+) resource \\*"(?<resource>[^"\\]+)/i,
    retry: 'LATER',
    remedy:
      "The extension's installer ({user}) may not {verb} {resource} in the whole cluster. Bind it to the cluster role cluster-admin, or remove what took that from it (a policy, or an earlier extension of the namespace scope with the same name: delete that), then retry.",
  },
  {
    // The client Azure names is an application of Microsoft's, which gets its role when the provider is registered.
    code: 'EXTENSION_PROVIDER_NOT_REGISTERED',
    text: /perform action 'Microsoft\.ContainerService\/managedclusters\/extensionaddons|Request failed to https?:.*AuthorizationFailed|AuthorizationFailed.*Request failed to https?:/is,
    facts: /perform action '(?<action>[^']+)' over scope '(?<scope>[^']+)'/i,
    retry: 'LATER',
    remedy:
      "The identity that Azure names is not Armature's but an application of Microsoft's, which may not do {action}. Register the providers Microsoft.KubernetesConfiguration and Microsoft.ContainerService in the subscription (az provider register), wait some minutes and retry; otherwise give that identity the action on {scope}.",
  },
  {
    code: 'EXTENSION_PROVIDER_NOT_REGISTERED',
    text: /claims 'puid' or 'altsecid' or 'oid' should be present/i,
    retry: 'LATER',
    remedy:
      "Microsoft's application that installs extensions is not known in the tenant of the cluster. Register the providers Microsoft.KubernetesConfiguration and Microsoft.ContainerService in the subscription (az provider register), wait some minutes and retry.",
  },
  {
    code: 'CLUSTER_IDENTITY_NOT_SUPPORTED',
    text: /only supported on clusters using Managed Service Identity|aks-extensions-service-principal-not-supported/i,
    retry: 'LATER',
    remedy:
      'The AKS cluster signs in with a service principal, and extensions need a managed identity: az aks update --enable-managed-identity, renew its node pools, then retry.',
  },
  {
    code: 'INVALID_SETTINGS',
    text: /ValidationError\b|error validating data|failed to parse --?set|unable to render the helm chart/i,
    retry: 'NEVER',
    remedy:
      'A setting makes a manifest that Kubernetes does not accept (the message names the field). Values are texts, and a dot in the key of a label is escaped: nodeSelector.nvidia\\.com/gpu\\.present. Correct the settings with updateArcExtension.',
  },
];

/** Versions of the extension, of Kubernetes and of the nodes that do not go together. */
const versions: readonly ExtensionErrorRule[] = [
  {
    code: 'KUBERNETES_VERSION_NOT_SUPPORTED',
    text: /no matches for kind \\*"[^"]+" in version \\*"?(?:[a-z]+\.k8s\.io|[a-z]+\.authorization\.k8s\.io|policy|extensions|apps|batch|autoscaling)\/v\w+|chart requires kubeVersion|kubernetes version \S+ is not supported/i,
    retry: 'NEVER',
    remedy:
      'This version of the extension and the Kubernetes version of the cluster do not go together: take a newer version of the extension (autoUpgradeMinorVersion, no version), or a version of Kubernetes that it supports.',
  },
  {
    code: 'COMPONENT_MISSING',
    text: /no matches for kind \\*"(?<kind>[^"\\]+)\\*" in version/i,
    retry: 'NEVER',
    remedy:
      'The cluster lacks the component that brings {kind}: turn on the setting that installs it (installPromOp, installVolcano, installDcgmExporter).',
  },
  {
    code: 'EXTENSION_VERSION_NOT_FOUND',
    text: /chart path not found|manifest unknown|mcr\.microsoft\.com\/\S+?:\s*not found|(?:chart|extension) version \S+ (?:is )?(?:not found|does not exist)/i,
    retry: 'NEVER',
    remedy:
      'There is no such version in this release train: name another, or let it upgrade by itself.',
  },
  {
    code: 'ARCHITECTURE_NOT_SUPPORTED',
    text: /exec format error|no match for platform|no matching manifest for linux\/arm|\barm64\b.*\bnot supported/is,
    retry: 'NEVER',
    remedy:
      'The extension runs on amd64 nodes only: add an amd64 node pool and set nodeSelector kubernetes.io/arch to amd64.',
  },
];

/** What keeps the cluster from the addresses it needs. */
const networks: readonly ExtensionErrorRule[] = [
  {
    code: 'CERTIFICATE_NOT_TRUSTED',
    text: /x509: |certificate verify failed|self[- ]signed certificate/i,
    retry: 'LATER',
    remedy:
      'Something between the cluster and Azure shows a certificate that the cluster does not trust, most often a proxy that opens TLS: let the addresses of Azure pass unopened, or connect the cluster again with the proxy and its certificate (az connectedk8s connect --proxy-https … --proxy-cert …).',
  },
  {
    code: 'PROXY_FAILED',
    text: /proxyconnect|proxy authentication required|\b407\b.*proxy/i,
    retry: 'LATER',
    remedy:
      'The proxy of the cluster refuses or does not answer: check what the cluster was connected with (az connectedk8s update --proxy-https …), then retry.',
  },
  {
    code: 'NAME_NOT_RESOLVED',
    text: /\bdial tcp: lookup (?<host>[\w.-]+).{0,60}(?:no such host|server misbehaving|i\/o timeout)/i,
    retry: 'LATER',
    remedy: `The cluster cannot resolve {host}: look at its DNS (kubectl logs -n kube-system -l k8s-app=kube-dns) and at the DNS servers of its network. ${network}`,
  },
  {
    code: 'IMAGE_PULL_FAILED',
    text: /ImagePullBackOff|ErrImagePull|failed to (?:pull|resolve) (?:and unpack )?(?:image|reference)|unable to (?:pull|download) (?:the )?helm chart/i,
    retry: 'LATER',
    remedy: `The cluster could not fetch the extension from its registry (mcr.microsoft.com and its data addresses). ${network}`,
  },
];

/** Where the pods of the extension find no place. */
const places: readonly ExtensionErrorRule[] = [
  {
    code: 'NAMESPACE_QUOTA_EXCEEDED',
    text: /is forbidden: exceeded quota: (?<quota>[\w.-]+)/i,
    retry: 'LATER',
    remedy:
      "The resource quota {quota} of the extension's namespace is used up: raise or remove it (kubectl describe resourcequota -n azureml), then retry.",
  },
  {
    code: 'INSUFFICIENT_RESOURCES',
    text: /\binsufficient (?:cpu|memory|ephemeral-storage|pods|[\w.]+\/gpu)|too many pods/i,
    retry: 'LATER',
    remedy:
      'The nodes have too little CPU or memory free for the extension (4 vCPUs and 14 GB for production): add nodes or larger ones, then retry.',
  },
  {
    code: 'NO_NODE_FITS',
    text: /didn'?t match (?:pod'?s )?node (?:affinity(?:\/selector)?|selector)|untolerated taint|had taint\b.*didn'?t tolerate|nodes are available/is,
    retry: 'LATER',
    remedy:
      "No node fits the extension's pods: give nodes the labels that nodeSelector asks for, set another nodeSelector, or have nodes without taints, then retry.",
  },
  {
    code: 'STORAGE_CLAIM_UNBOUND',
    text: /unbound immediate PersistentVolumeClaims/i,
    retry: 'LATER',
    remedy:
      'A volume that the extension asks for does not come: give the cluster a default storage class, then retry.',
  },
];

/** Helm's own words. */
const helm: readonly ExtensionErrorRule[] = [
  {
    code: 'UPDATE_NOT_POSSIBLE',
    text: /\bfield is immutable\b/i,
    retry: 'NEVER',
    remedy:
      'What stands in the cluster cannot be changed into this version: uninstall the extension and install it anew.',
  },
  {
    code: 'HELM_NAME_IN_USE',
    text: /(?:can(?:no|')t|cannot) re-?use a name that is still in use/i,
    retry: 'LATER',
    remedy:
      'A helm release has this name. If it was an earlier extension, retry in about an hour; if it is another chart, choose another name (helm list -Aa shows all).',
  },
  {
    code: 'HELM_OPERATION_IN_PROGRESS',
    text: /(?:another|earlier|previous) operation\b.*in progress/is,
    retry: 'LATER',
    remedy: 'An earlier helm operation has not ended: retry in about an hour.',
    resend: { afterSeconds: 300, times: 12 },
  },
  {
    code: 'ANOTHER_OPERATION_IN_PROGRESS',
    text: /\b(?:EtagMismatch|AnotherOperationInProgress)\b|conflicting operation\b.*in progress/is,
    retry: 'LATER',
    remedy:
      'Something else was being done to the cluster or to its extensions at the same time: retry once that has ended.',
    resend: { afterSeconds: 60, times: 5 },
  },
  {
    code: 'NAMESPACE_TERMINATING',
    text: /because it(?:'s| is) being terminated/i,
    retry: 'LATER',
    remedy: 'An uninstallation of the extension has not ended: retry once its namespace is gone.',
    resend: { afterSeconds: 60, times: 10 },
  },
  {
    code: 'HELM_OWNERSHIP_CONFLICT',
    text: /can(?:not|'t) be imported into the current release|invalid ownership metadata|customresourcedefinitions\S* \\*"[^"]+" already exists/i,
    facts:
      /(?<kind>\w+(?:\.apiextensions\.k8s\.io)?) \\*"(?<name>[^"\\]+)\\*"(?: in namespace \\*"[^"]*")? (?:already )?exists/,
    retry: 'LATER',
    remedy:
      'The cluster has {kind} {name} already, which the extension brings too. Turn off the setting that installs it (installVolcano, installPromOp, installDcgmExporter, installBlobfuseFlexvol, …), or give it to helm: label app.kubernetes.io/managed-by=Helm, annotations meta.helm.sh/release-name and release-namespace.',
  },
  {
    code: 'WEBHOOK_TIMEOUT',
    text: /failed calling webhook|webhook\b.*(?:deadline exceeded|timed? ?out)/is,
    retry: 'NOW',
    remedy:
      'An admission webhook of the cluster did not answer. It usually passes; if not, look at the webhook that the message names.',
    resend: { afterSeconds: 60, times: 3 },
  },
];

/** Where little is said: after everything that is known by more. */
const silent: readonly ExtensionErrorRule[] = [
  {
    code: 'HEALTH_CHECK_FAILED',
    text: /pod healthcheck failed|health ?check (?:job )?(?:has )?failed/i,
    retry: 'LATER',
    remedy: `The extension's own check of the cluster failed, and Azure does not pass on which. ${lookInKubernetesCluster} Its codes: E40001 no load balancer, E40002 fewer than three nodes, E40007 TLS, E45002 another Prometheus, E45003 network, E45004 and E45005 the old AKS router.`,
  },
  {
    code: 'PODS_CRASH',
    text: /CrashLoopBackOff|back-off \S+ restarting failed container/i,
    retry: 'LATER',
    remedy:
      'A container of the extension ends again and again: see why in kubectl logs --previous of its pod (kubectl get pods -n azureml), put that right, then retry.',
  },
  {
    code: 'INSTALLATION_JOB_FAILED',
    text: /BackoffLimitExceeded|job failed: DeadlineExceeded/i,
    retry: 'LATER',
    remedy: `A job of the installation failed. ${lookInKubernetesCluster}`,
  },
  {
    code: 'EXTENSION_AGENT_SILENT',
    text: /unable to get the status from the local CRD|status not populated|unabled? to get (?:a )?response from the agent|OOMKilled|agents in the cluster did not complete/i,
    retry: 'LATER',
    remedy:
      'The agents that install extensions did not answer: look at the extension-manager and extension-operator pods (namespace azure-arc, on AKS kube-system): whether they run, have memory enough and reach Azure. Then retry.',
  },
  {
    code: 'CLUSTER_API_UNREACHABLE',
    text: /dial tcp \S+:\d+: (?:connect: )?(?:connection refused|i\/o timeout|no route)/i,
    retry: 'LATER',
    remedy:
      "The extension's agents did not reach the API server of the cluster: see that it runs and is not overloaded, then retry.",
  },
  {
    code: 'HELM_TIMEOUT',
    text: /timed out waiting for the (?:condition|resource)|context deadline exceeded/i,
    retry: 'LATER',
    remedy:
      'Pods of the extension did not become ready in time: look at kubectl get pods and events in its namespace, then retry.',
    resend: { afterSeconds: 120, times: 1 },
  },
];

/** The first rule that fits wins: what names its cause before what does not. */
export const extensionErrorCatalogue: readonly ExtensionErrorRule[] = [
  ...healthChecks,
  ...refusals,
  ...versions,
  ...networks,
  ...places,
  ...helm,
  ...silent,
];

import type { RetryAdvice } from '#libs/kernel';

/** What the text of a failed extension means. Sources: arm-facts, Cluster extensions; Microsoft's "Troubleshoot Azure Machine Learning extension". */
export interface ExtensionErrorRule {
  code: string;
  text: RegExp;
  retry: RetryAdvice;
  remedy: string;
  /** It passes by itself: the operation sends it again after so long, so often. */
  resend?: { afterSeconds: number; times: number };
}

const network =
  'Let the cluster reach the addresses that Azure Machine Learning needs for Kubernetes (outbound 443), then retry.';
const legacy =
  'The cluster still has the router of the old AKS attachment. Delete its azureml-fe service account, cluster role, binding, services, deployment, secret and config map, then retry.';

/** The first rule that fits wins: health-check codes, then helm's own words, then time-outs. */
export const extensionErrorCatalogue: readonly ExtensionErrorRule[] = [
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
    code: 'NAMESPACE_TERMINATING',
    text: /because it(?:'s| is) being terminated/i,
    retry: 'LATER',
    remedy: 'An uninstallation of the extension has not ended: retry once its namespace is gone.',
    resend: { afterSeconds: 60, times: 10 },
  },
  {
    code: 'EXTENSION_VERSION_NOT_FOUND',
    text: /chart path not found/i,
    retry: 'NEVER',
    remedy:
      'There is no such version in this release train: name another, or let it upgrade by itself.',
  },
  {
    code: 'HELM_OWNERSHIP_CONFLICT',
    text: /cannot be imported into the current release|invalid ownership metadata/i,
    retry: 'LATER',
    remedy:
      'The cluster has a component that the extension brings too (the message names it). Turn its setting off (installVolcano, installPromOp, installDcgmExporter, …), or give the component to helm by its labels.',
  },
  {
    code: 'WEBHOOK_TIMEOUT',
    text: /failed calling webhook|webhook\b.*(?:deadline exceeded|timed? ?out)/is,
    retry: 'NOW',
    remedy:
      'An admission webhook of the cluster did not answer. It usually passes; if not, look at the webhook that the message names.',
    resend: { afterSeconds: 60, times: 3 },
  },
  {
    code: 'HELM_TIMEOUT',
    text: /timed out waiting for the condition|context deadline exceeded/i,
    retry: 'LATER',
    remedy:
      'Pods of the extension did not become ready in time: look at kubectl get pods and events in its namespace, then retry.',
    resend: { afterSeconds: 120, times: 1 },
  },
];

import type { CorpusEntry } from './entry.js';

/** An extension that stands failed, as ARM answers it. */
export const failedExtension = (message: string, code = 'ExtensionOperationFailed'): object => ({
  properties: {
    extensionType: 'Microsoft.AzureML.Kubernetes',
    provisioningState: 'Failed',
    statuses: [],
    errorInfo: { code, message },
  },
});

const installing = (inner: string): string =>
  `The extension operation failed with the following error:  Error: [ InnerError: [${inner}]] occurred while doing the operation : [Create] on the config, For general troubleshooting visit: https://aka.ms/k8s-extensions-TSG, For more application specific troubleshooting visit: Troubleshooting: https://aka.ms/arcmltsg.`;

const later = { retry: 'LATER' } as const;
const never = { retry: 'NEVER' } as const;

/** Why the Azure Machine Learning extension, or another, was not installed. */
export const extensions: readonly CorpusEntry[] = [
  {
    ...later,
    source: 'hashicorp/terraform-provider-azurerm#24547',
    body: failedExtension(
      installing(
        'Helm installation failed : Unable to create/update Kubernetes resources for the extension : Recommendation Please check that there are no policies blocking the resource creation/update for the extension. : InnerError [release machine-learning failed, and has been uninstalled due to atomic being set: failed pre-install: pod healthcheck failed]',
      ),
    ),
    code: 'HEALTH_CHECK_FAILED',
    says: 'pod healthcheck failed',
    remedy: 'kubectl describe configmap arcml-healthcheck',
  },
  {
    ...later,
    source: 'Azure/AML-Kubernetes#293',
    body: failedExtension(
      'Helm Upgrade Failed : : InnerError [release azureml failed, and has been rolled back due to atomic being set: pre-upgrade hooks failed: pod healthcheck failed].',
    ),
    code: 'HEALTH_CHECK_FAILED',
    says: 'pre-upgrade hooks failed',
    remedy: 'E45005',
  },
  {
    ...later,
    source: 'Azure/AML-Kubernetes#293, from the report of the check',
    body: failedExtension(
      'Status: Failed Name: inferencev1 ErrorCode: E45005 ErrorMessage: Azureml Fe deployment confict',
    ),
    code: 'AZUREML_FE_DEPLOYMENT_CONFLICT',
    says: 'E45005',
    remedy: 'old AKS attachment',
  },
  {
    ...later,
    source: 'Azure/azure-sdk-for-python#33480',
    body: failedExtension(
      'Status: Failed Name: instancetype ErrorCode: E45006 ErrorMessage: Failed to validate or update instancetype',
    ),
    code: 'INVALID_INSTANCE_TYPE',
    says: 'E45006',
    remedy: 'kubectl get instancetypes',
  },
  {
    ...later,
    source: 'a code of the check that nobody has written down',
    body: failedExtension('healthcheck: ErrorCode: E49999 ErrorMessage: something new'),
    code: 'HEALTH_CHECK_FAILED',
    says: 'E49999',
    remedy: ['found E49999', 'arcml-healthcheck'],
  },
  {
    ...later,
    source: 'Azure/AML-Kubernetes#285',
    body: failedExtension(
      installing(
        'Helm installation failed : Unable to render the helm chart and substitue helm values to get a valid yaml : Recommendation Please check if the config settings provided are valid : InnerError [failed to install CRD crds/prometheus-crd.yaml: customresourcedefinitions.apiextensions.k8s.io is forbidden: User "system:serviceaccount:kube-system:ext-installer-azureml-extension" cannot create resource "customresourcedefinitions" in API group "apiextensions.k8s.io" at the cluster scope]',
      ),
    ),
    code: 'CLUSTER_RIGHTS_MISSING',
    says: 'is forbidden',
    remedy: [
      'ext-installer-azureml-extension',
      'create customresourcedefinitions',
      'cluster-admin',
    ],
  },
  {
    ...later,
    source: 'Azure/api-management-self-hosted-gateway-ingress#19',
    body: failedExtension(
      installing(
        'Helm installation failed : Unable to build the Kubernetes resources in the extension based on the cluster : InnerError [unable to build kubernetes objects from release manifest: error validating "": error validating data: failed to check CRD: failed to list CRDs: customresourcedefinitions.apiextensions.k8s.io is forbidden: User "system:serviceaccount:azure-arc:ext-installer-gateway" cannot list resource "customresourcedefinitions" in API group "apiextensions.k8s.io" at the cluster scope]',
      ),
    ),
    code: 'CLUSTER_RIGHTS_MISSING',
    says: 'cannot list resource',
    remedy: 'list customresourcedefinitions',
  },
  {
    ...never,
    source: 'Azure/AML-Kubernetes#283',
    body: failedExtension(
      "Invalid scope 'namespace'.  This extension can't be installed only at 'cluster' scope. Check https://aka.ms/arcmltsg for more information.",
      'BadRequest',
    ),
    code: 'INVALID_SCOPE',
    says: "Invalid scope 'namespace'",
    remedy: 'for the whole cluster only',
  },
  {
    ...later,
    source: 'Azure/azure-cli#25654, Azure/azure-cli-extensions#5144',
    body: failedExtension(
      `Request failed to https://management.azure.com/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedclusters/aks/extensionaddons/ml?api-version=2021-03-01. Error code: Forbidden. Reason: Forbidden.{"error":{"code":"AuthorizationFailed","message":"The client '11111111-1111-1111-1111-111111111111' with object id '11111111-1111-1111-1111-111111111111' does not have authorization to perform action 'Microsoft.ContainerService/managedclusters/extensionaddons/read' over scope '/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedclusters/aks/extensionaddons/ml' or the scope is invalid. If access was recently granted, please refresh your credentials."}}`,
    ),
    code: 'EXTENSION_PROVIDER_NOT_REGISTERED',
    says: 'extensionaddons/read',
    remedy: ["not Armature's", 'Microsoft.KubernetesConfiguration'],
    details: ['Request failed to'],
  },
  {
    ...never,
    source: 'Azure/secrets-store-csi-driver-provider-azure#1054',
    body: failedExtension(
      'The extension operation failed with the following error:  Error: [Failed to setup Helm client during helm chart upgrade : err [mcr.microsoft.com/oss/azure/secrets-store/stable/provider-azure-arc:1.4.0: not found]] occurred while doing the operation : [Installing the extension] on the config.',
    ),
    code: 'EXTENSION_VERSION_NOT_FOUND',
    says: '1.4.0: not found',
    remedy: 'no such version',
  },
  {
    ...never,
    source: 'Azure/AML-Kubernetes#141: a status without a level',
    body: {
      properties: {
        provisioningState: 'Failed',
        errorInfo: null,
        statuses: [
          {
            code: 'InstallationFailed',
            displayStatus: null,
            level: null,
            message:
              'Error: {failed to install chart from path [] for release [arcml-extension]: err [unable to build kubernetes objects from release manifest: unable to recognize "": no matches for kind "MutatingWebhookConfiguration" in version "admissionregistration.k8s.io/v1beta1"]} occurred while doing the operation : {Installing the extension} on the config',
            time: null,
          },
        ],
      },
    },
    code: 'KUBERNETES_VERSION_NOT_SUPPORTED',
    says: 'MutatingWebhookConfiguration',
    remedy: 'do not go together',
  },
  {
    ...never,
    source: 'microsoft/charts#29',
    body: failedExtension(
      'Error: {failed to install chart from path [] for release [azuremonitor-containers]: err [unable to build kubernetes objects from release manifest: [unable to recognize "": no matches for kind "ClusterRole" in version "rbac.authorization.k8s.io/v1beta1"]]} occurred while doing the operation : {Installing the extension} on the config',
      'InstallationFailed',
    ),
    code: 'KUBERNETES_VERSION_NOT_SUPPORTED',
    says: 'rbac.authorization.k8s.io/v1beta1',
    remedy: 'newer version of the extension',
  },
  {
    ...never,
    source: 'Azure/azure-policy#1053',
    body: failedExtension(
      'err [unable to build kubernetes objects from release manifest: unable to recognize "": no matches for kind "PodSecurityPolicy" in version "policy/v1beta1"]} occurred while doing the operation',
    ),
    code: 'KUBERNETES_VERSION_NOT_SUPPORTED',
    says: 'PodSecurityPolicy',
    remedy: 'version of Kubernetes',
  },
  {
    ...never,
    source: 'a component that was turned off and is not there',
    body: failedExtension(
      'unable to build kubernetes objects from release manifest: resource mapping not found for name: "azureml-fe" namespace: "azureml" from "": no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
    ),
    code: 'COMPONENT_MISSING',
    says: 'ServiceMonitor',
    remedy: ['brings ServiceMonitor', 'installPromOp'],
  },
  {
    ...never,
    source: 'a label key with dots, as helm reads it',
    body: failedExtension(
      installing(
        'Helm installation failed : Unable to build the Kubernetes resources : InnerError [unable to build kubernetes objects from release manifest: error validating "": error validating data: ValidationError(DaemonSet.spec.template.spec.nodeSelector.nvidia): invalid type for io.k8s.api.core.v1.PodSpec.nodeSelector: got "map", expected "string"]',
      ),
    ),
    code: 'INVALID_SETTINGS',
    says: 'nodeSelector.nvidia',
    remedy: 'nodeSelector.nvidia\\.com/gpu\\.present',
  },
  {
    ...later,
    source: 'Azure/AML-Kubernetes#162',
    body: failedExtension(
      'Error: {failed to install chart from path [] for release [arcml-extension]: err [rendered manifests contain a resource that already exists. Unable to continue with install: ClusterRole "blob-external-provisioner-role" in namespace "" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"]} occurred while doing the operation : {Installing the extension} on the config',
      'ExtensionCreationFailed',
    ),
    code: 'HELM_OWNERSHIP_CONFLICT',
    says: 'invalid ownership metadata',
    remedy: 'ClusterRole blob-external-provisioner-role',
  },
  {
    ...later,
    source: "Microsoft's troubleshooting page",
    body: failedExtension(
      'CustomResourceDefinition "jobs.batch.volcano.sh" in namespace "" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"',
    ),
    code: 'HELM_OWNERSHIP_CONFLICT',
    says: 'jobs.batch.volcano.sh',
    remedy: ['CustomResourceDefinition jobs.batch.volcano.sh', 'installVolcano'],
  },
  {
    ...later,
    source: 'MicrosoftDocs/azure-docs#21067: a CRD of cert-manager',
    body: failedExtension(
      'Error: release failed: customresourcedefinitions.apiextensions.k8s.io "certificates.certmanager.k8s.io" already exists',
    ),
    code: 'HELM_OWNERSHIP_CONFLICT',
    says: 'already exists',
    remedy: 'certificates.certmanager.k8s.io',
  },
  {
    ...later,
    source: 'Azure/azure-cli-extensions#3661',
    body: failedExtension(
      'Error: {failed to install chart from path [] for release [lima-test]: err [release lima-test failed, and has been uninstalled due to atomic being set: timed out waiting for the condition]} occurred while doing the operation : {Installing the extension} on the config',
      'InstallationFailed',
    ),
    code: 'HELM_TIMEOUT',
    says: 'timed out waiting for the condition',
    remedy: 'kubectl get pods',
  },
  {
    ...later,
    source: 'Azure/AML-Kubernetes#158, MicrosoftDocs/azure-docs#88367',
    body: failedExtension(
      " error: Unable to get the status from the local CRD with the error : {Error : Retry for given duration didn't get any results with err {status not populated}}",
      'ExtensionCreationFailed',
    ),
    code: 'EXTENSION_AGENT_SILENT',
    says: 'status not populated',
    remedy: 'extension-manager',
  },
  {
    ...later,
    source: 'Azure/ARO-Landing-Zone-Accelerator#95',
    body: failedExtension(
      'The extension operation failed with the following error: Unable to get response from the Agent in time, please ensure the extension agents on the cluster are able to connect to Azure services',
    ),
    code: 'EXTENSION_AGENT_SILENT',
    says: 'Unable to get response from the Agent',
    remedy: 'reach Azure',
  },
  {
    ...later,
    source: 'microsoft/azure_arc#1272: the API server away, inside an activity log',
    body: failedExtension(
      JSON.stringify({
        status: 'Failed',
        error: {
          code: 'ResourceOperationFailure',
          message: "The resource operation completed with terminal provisioning state 'Failed'.",
          details: [
            {
              code: 'ExtensionOperationFailed',
              message:
                'The extension operation failed with the following error:  unable to add the configuration with configId {extension:flux} due to error: {error while adding the CRD configuration: error {Post "https://10.96.0.1:443/apis/clusterconfig.azure.com/v1beta1/namespaces/flux-system/extensionconfigs": dial tcp 10.96.0.1:443: connect: connection refused}}',
            },
          ],
        },
      }),
    ),
    code: 'CLUSTER_API_UNREACHABLE',
    says: 'connection refused',
    remedy: 'API server of the cluster',
  },
  {
    ...later,
    source: 'Azure/AKS-Edge#170',
    body: failedExtension(
      'The extension operation failed with the following error:  Unable to download the Helm chart from the repourl https://mcr.microsoft.com: tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ),
    code: 'CERTIFICATE_NOT_TRUSTED',
    says: 'x509',
    remedy: '--proxy-cert',
  },
  {
    ...later,
    source: 'Azure/azure-cli-extensions#5671',
    body: failedExtension(
      "Unable to pull helm chart from the registry 'mcr.microsoft.com/azurearck8s/batch2/stable/azure-arc-k8sagents:1.9.0'",
    ),
    code: 'IMAGE_PULL_FAILED',
    says: 'Unable to pull helm chart',
    remedy: 'outbound 443',
  },
  {
    ...later,
    source: 'images that do not come',
    body: failedExtension(
      'pods not ready: Back-off pulling image "mcr.microsoft.com/mirror/azureml/relayserver:1.1.41": ImagePullBackOff',
    ),
    code: 'IMAGE_PULL_FAILED',
    says: 'ImagePullBackOff',
    remedy: 'mcr.microsoft.com',
  },
  {
    ...later,
    source: 'a proxy that does not answer',
    body: failedExtension(
      'Get "https://mcr.microsoft.com/v2/": proxyconnect tcp: dial tcp 10.0.0.4:3128: i/o timeout',
    ),
    code: 'PROXY_FAILED',
    says: 'proxyconnect',
    remedy: 'az connectedk8s update',
  },
  {
    ...later,
    source: 'Azure/AML-Kubernetes#209',
    body: failedExtension(
      "release azureml failed: 0/3 nodes are available: 1 Too many pods, 2 node(s) didn't match Pod's node affinity/selector.",
    ),
    code: 'INSUFFICIENT_RESOURCES',
    says: '0/3 nodes are available',
    remedy: 'add nodes or larger ones',
  },
  {
    ...later,
    source: 'Azure/MachineLearningNotebooks#487',
    body: failedExtension('Unschedulable: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu.'),
    code: 'INSUFFICIENT_RESOURCES',
    says: 'Insufficient nvidia.com/gpu',
    remedy: 'add nodes',
  },
  {
    ...later,
    source: 'hystax/optscale#568: taints',
    body: failedExtension(
      '0/1 nodes are available: 1 node(s) had untolerated taint {CriticalAddonsOnly: true}. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ),
    code: 'NO_NODE_FITS',
    says: 'untolerated taint',
    remedy: 'without taints',
  },
  {
    ...later,
    source: 'microsoft/azure_arc#733',
    body: failedExtension('x pod(s) has unbound immediate PersistentVolumeClaims.'),
    code: 'STORAGE_CLAIM_UNBOUND',
    says: 'PersistentVolumeClaims',
    remedy: 'default storage class',
  },
  {
    ...later,
    source: 'a policy of the cluster',
    body: failedExtension(
      installing(
        'Helm installation failed : InnerError [admission webhook "validation.gatekeeper.sh" denied the request: [azurepolicy-k8sazurev2noprivilege] Privileged container is not allowed: relayserver]',
      ),
    ),
    code: 'ADMISSION_DENIED',
    says: 'Privileged container is not allowed',
    remedy: "exempt the extension's namespace",
  },
  {
    ...never,
    source: 'Azure/azure-cli-extensions#3503: nodes of another architecture',
    body: failedExtension(
      'standard_init_linux.go:228: exec user process caused: exec format error',
    ),
    code: 'ARCHITECTURE_NOT_SUPPORTED',
    says: 'exec format error',
    remedy: 'kubernetes.io/arch to amd64',
  },
  {
    ...never,
    source: 'a chart that asks for a newer Kubernetes',
    body: failedExtension(
      'chart requires kubeVersion: >=1.25.0-0 which is incompatible with Kubernetes v1.21.1',
    ),
    code: 'KUBERNETES_VERSION_NOT_SUPPORTED',
    says: 'incompatible with Kubernetes',
    remedy: 'do not go together',
  },
  {
    ...later,
    source: "Microsoft's troubleshooting page: can't reuse a name that is still in use",
    body: failedExtension("can't reuse a name that is still in use"),
    code: 'HELM_NAME_IN_USE',
    says: 'still in use',
    remedy: 'helm list -Aa',
  },
  {
    ...later,
    source: "Microsoft's troubleshooting page: an earlier operation",
    body: failedExtension('earlier operation for the helm chart is still in progress'),
    code: 'HELM_OPERATION_IN_PROGRESS',
    says: 'still in progress',
    remedy: 'retry in about an hour',
  },
  {
    ...later,
    source: 'Azure/azure-cli-extensions#5501: a status without a level, misspelt',
    body: {
      properties: {
        provisioningState: 'Failed',
        statuses: [
          {
            code: 'InstallationFailed',
            displayStatus: null,
            level: null,
            message: 'Unabled to get a response from the Agent in time',
            time: null,
          },
        ],
      },
    },
    code: 'EXTENSION_AGENT_SILENT',
    says: 'response from the Agent',
    remedy: 'extension-manager',
  },
  {
    ...later,
    source: 'hashicorp/terraform-provider-azurerm#15011',
    body: failedExtension(
      "The received access token is not valid: at least one of the claims 'puid' or 'altsecid' or 'oid' should be present. If you are accessing as application please make sure service principal is properly created in the tenant.",
    ),
    code: 'EXTENSION_PROVIDER_NOT_REGISTERED',
    says: 'received access token is not valid',
    remedy: 'Microsoft.KubernetesConfiguration',
  },
  {
    ...later,
    source: 'fluxcd/flux2#4462',
    body: failedExtension(
      'The extension operation failed with the following error:  Extensions are only supported on clusters using Managed Service Identity. See https://aka.ms/aks-extensions-service-principal-not-supported, For general troubleshooting visit: https://aka.ms/k8s-extensions-TSG.',
    ),
    code: 'CLUSTER_IDENTITY_NOT_SUPPORTED',
    says: 'Managed Service Identity',
    remedy: 'az aks update --enable-managed-identity',
  },
  {
    ...later,
    source: 'Azure/AKS-Construction#390: another change at the same time, cut off',
    body: failedExtension(
      'The extension operation failed with the following error:  Request failed to https://management.azure.com/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedclusters/aks/extensionaddons/dapr?api-version=2021-03-01. Error code: Conflict. Reason: Conflict.{\n  "code": "EtagMismatch",\n  "message": "Failed to sa',
    ),
    code: 'ANOTHER_OPERATION_IN_PROGRESS',
    says: 'Failed to sa',
    remedy: 'at the same time',
    details: ['Request failed to'],
  },
  {
    ...later,
    source: 'Azure/AKS#3283',
    body: failedExtension(
      'Update failed for this resource, as there is a conflicting operation in progress. Please try after sometime.',
      'UpdateFailed',
    ),
    code: 'ANOTHER_OPERATION_IN_PROGRESS',
    says: 'conflicting operation',
    remedy: 'at the same time',
  },
  {
    ...later,
    source: "helm's words for an operation of its own that has not ended",
    body: failedExtension('another operation (install/upgrade/rollback) is in progress'),
    code: 'HELM_OPERATION_IN_PROGRESS',
    says: 'is in progress',
    remedy: 'retry in about an hour',
  },
  {
    ...later,
    source: 'Azure/AKS#5726: a wait without its condition',
    body: failedExtension(
      'Helm installation failed : Timed out waiting for the resource to come to a ready/completed state',
    ),
    code: 'HELM_TIMEOUT',
    says: 'ready/completed state',
    remedy: 'did not become ready in time',
  },
  {
    ...later,
    source: 'Azure/azure-cli-extensions#3315',
    body: failedExtension(
      'Error: {failed to install chart from path [] for release [azuremonitor-containers]: err [rendered manifests contain a resource that already exists. Unable to continue with install: ServiceAccount "omsagent" in namespace "kube-system" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "azuremonitor-containers": current value is "azmon-containers-release-1"]} occurred while doing the operation : {Installing the extension} on the config',
    ),
    code: 'HELM_OWNERSHIP_CONFLICT',
    says: 'ServiceAccount "omsagent"',
    remedy: 'ServiceAccount omsagent',
  },
  {
    ...later,
    source: 'Azure/secrets-store-csi-driver-provider-azure#975: OpenShift',
    body: failedExtension(
      'Error creating: pods "secrets-store-csi-driver-" is forbidden: unable to validate against any security context constraint: [provider "anyuid": Forbidden: not usable by user or serviceaccount, spec.volumes[0]: Invalid value: "hostPath": hostPath volumes are not allowed to be used]',
    ),
    code: 'ADMISSION_DENIED',
    says: 'security context constraint',
    remedy: 'on OpenShift',
  },
  {
    ...later,
    source: "Kubernetes' words for a policy of its own",
    body: failedExtension(
      "secrets is forbidden: ValidatingAdmissionPolicy 'aks-managed-protect-system-namespaces' with binding 'aks-managed-protect-system-namespaces-binding' denied request: not allowed",
    ),
    code: 'ADMISSION_DENIED',
    says: 'ValidatingAdmissionPolicy',
    remedy: "exempt the extension's namespace",
  },
  {
    ...later,
    source: "Kubernetes' words for a namespace with a quota",
    body: failedExtension(
      'pods "relayserver" is forbidden: exceeded quota: compute-resources, requested: limits.cpu=2, used: limits.cpu=9, limited: limits.cpu=10',
    ),
    code: 'NAMESPACE_QUOTA_EXCEEDED',
    says: 'exceeded quota',
    remedy: 'compute-resources',
    never: 'vCPU quota',
  },
  {
    ...later,
    source: 'a cluster without a name server that answers',
    body: failedExtension(
      'failed to do request: Head "https://mcr.microsoft.com/v2/azureml/manifests/1.1.50": dial tcp: lookup mcr.microsoft.com on 10.0.0.10:53: no such host',
    ),
    code: 'NAME_NOT_RESOLVED',
    says: 'no such host',
    remedy: 'cannot resolve mcr.microsoft.com',
  },
  {
    ...later,
    source: 'a container that ends again and again',
    body: failedExtension(
      'container azureml-fe is in CrashLoopBackOff: back-off 5m0s restarting failed container',
    ),
    code: 'PODS_CRASH',
    says: 'CrashLoopBackOff',
    remedy: 'kubectl logs --previous',
  },
  {
    ...later,
    source: "helm's words for a job that gave up",
    body: failedExtension('failed pre-install: job failed: BackoffLimitExceeded'),
    code: 'INSTALLATION_JOB_FAILED',
    says: 'BackoffLimitExceeded',
    remedy: 'A job of the installation failed',
  },
  {
    ...never,
    source: "helm's words for what cannot be upgraded",
    body: failedExtension(
      'Helm Upgrade Failed : InnerError [cannot patch "relayserver" with kind Deployment: Deployment.apps "relayserver" is invalid: spec.selector: Invalid value: v1.LabelSelector{}: field is immutable]',
    ),
    code: 'UPDATE_NOT_POSSIBLE',
    says: 'field is immutable',
    remedy: 'uninstall the extension',
  },
  {
    ...later,
    source: 'a text that nobody has seen yet',
    body: failedExtension('release azureml failed: something entirely new'),
    code: 'ExtensionOperationFailed',
    says: 'something entirely new',
    remedy: ['kubectl get pods', 'arcml-healthcheck'],
  },
];

/**
 * The api-version each resource type is asked with. Workspaces stay at 2024-10-01: no 2025-06-01 document of the
 * workspace operations is at hand to check our calls against. Keys are lower case.
 */
export const apiVersions: Readonly<Record<string, string>> = {
  'microsoft.resources': '2021-04-01',
  'microsoft.resources/subscriptions': '2022-12-01',
  'microsoft.resources/resourcegroups': '2024-07-01',
  'microsoft.authorization/locks': '2020-05-01',
  'microsoft.kubernetes/connectedclusters': '2024-01-01',
  'microsoft.containerservice/managedclusters': '2024-09-01',
  'microsoft.kubernetesconfiguration/extensions': '2023-05-01',
  'microsoft.machinelearningservices': '2021-04-01',
  'microsoft.machinelearningservices/workspaces': '2024-10-01',
  'microsoft.machinelearningservices/workspaces/computes': '2025-06-01',
  'microsoft.machinelearningservices/locations/usages': '2025-06-01',
  'microsoft.machinelearningservices/locations/quotas': '2025-06-01',
  'microsoft.machinelearningservices/locations/vmsizes': '2025-06-01',
};

/** The type at the end of an ARM path, of a resource or of a collection, lower case. Empty where the path has none. */
export function armTypeOf(path: string): string {
  const provider = path.toLowerCase().split('/providers/').at(-1) ?? '';
  if (/^\/subscriptions\/[^/]+$/.test(provider)) return 'microsoft.resources/subscriptions';
  if (provider === path.toLowerCase())
    return /^\/subscriptions\/[^/]+\/resourcegroups(\/[^/]+(\/resources)?)?$/.test(provider)
      ? 'microsoft.resources/resourcegroups'
      : '';
  const [namespace, ...segments] = provider.split('/');
  return [namespace, ...segments.filter((_, index) => index % 2 === 0)].join('/');
}

/** The api-version for an ARM id or collection path. Throws for a type nobody entered above: that is a bug of ours. */
export function apiVersionFor(path: string): string {
  const version = apiVersions[armTypeOf(path)];
  if (!version) throw new Error(`no api-version is known for the type of ${path}`);
  return version;
}

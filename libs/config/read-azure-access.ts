import type { AzureAccess } from './azure-access.js';
import { azureEnvironmentSchema } from './azure-environment.schema.js';
import { describeIssue } from './describe-issue.js';
import { readCredential, problemOfFile } from './read-credential.js';
import { readGraph, type GraphSettings } from './read-graph.js';
import { readPlace, type PlaceSettings } from './read-place.js';
import { readProxy } from './read-proxy.js';

type Source = Record<string, string | undefined>;

/** What the settings of Armature say of Azure; `@azure/identity` has its own. */
export interface AzureSettings
  extends PlaceSettings, Pick<AzureAccess, 'subscriptionId' | 'readsPerSecond'> {}

/**
 * How Azure is reached, from the variables of `@azure/identity` and of proxies. `source` holds no empty ones. Answers
 * every problem instead where there is one.
 */
export function readAzureAccess(
  source: Source,
  { subscriptionId, readsPerSecond, ...placeSettings }: AzureSettings,
  graph: GraphSettings,
): AzureAccess | { problems: string[] } {
  const parsed = azureEnvironmentSchema.safeParse(source);
  if (!parsed.success) return { problems: parsed.error.issues.map(describeIssue) };
  const settings = parsed.data;
  const problems: string[] = [];
  const credential = readCredential(settings, problems);
  const place = readPlace(placeSettings, settings.AZURE_AUTHORITY_HOST, problems);
  const graphEndpoint = readGraph(graph, place.authorityHost, problems);
  const proxy = readProxy(source);
  if (proxy && 'problem' in proxy) problems.push(proxy.problem);
  const { NODE_EXTRA_CA_CERTS: authorities } = settings;
  if (authorities) problems.push(...problemOfFile('NODE_EXTRA_CA_CERTS', authorities));
  if (!credential || problems.length > 0 || (proxy && 'problem' in proxy)) return { problems };
  const more = { subscriptionId, tokenAudience: placeSettings.tokenAudience, readsPerSecond };
  return { ...place, ...more, credential, proxy, graphEndpoint };
}

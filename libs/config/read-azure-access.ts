import { cloudOfArm, cloudOfAuthority, publicCloud } from '#libs/kernel';
import type { AzureAccess } from './azure-access.js';
import { azureEnvironmentSchema } from './azure-environment.schema.js';
import { describeIssue } from './describe-issue.js';
import { readCredential, problemOfFile } from './read-credential.js';
import { readGraph, type GraphSettings } from './read-graph.js';
import { readProxy } from './read-proxy.js';

type Source = Record<string, string | undefined>;

/**
 * How Azure is reached, from the variables of `@azure/identity` and of proxies. `source` holds no empty ones. Answers
 * every problem instead where there is one.
 */
export function readAzureAccess(
  source: Source,
  { armEndpoint, subscriptionId }: Pick<AzureAccess, 'armEndpoint' | 'subscriptionId'>,
  graph: GraphSettings,
): AzureAccess | { problems: string[] } {
  const parsed = azureEnvironmentSchema.safeParse(source);
  if (!parsed.success) return { problems: parsed.error.issues.map(describeIssue) };
  const settings = parsed.data;
  const problems: string[] = [];
  const credential = readCredential(settings, problems);
  const place = readPlace(armEndpoint, settings.AZURE_AUTHORITY_HOST, problems);
  const graphEndpoint = readGraph(graph, place.authorityHost, problems);
  const proxy = readProxy(source);
  if (proxy && 'problem' in proxy) problems.push(proxy.problem);
  const { NODE_EXTRA_CA_CERTS: authorities } = settings;
  if (authorities) problems.push(...problemOfFile('NODE_EXTRA_CA_CERTS', authorities));
  if (!credential || problems.length > 0 || (proxy && 'problem' in proxy)) return { problems };
  return { armEndpoint, subscriptionId, ...place, credential, proxy, graphEndpoint };
}

/** Entra ID of another cloud than ARM's issues tokens that this ARM refuses. */
function readPlace(
  armEndpoint: string,
  authority: string | undefined,
  problems: string[],
): Pick<AzureAccess, 'authorityHost' | 'cloud'> {
  const armCloud = cloudOfArm(armEndpoint);
  const authorityCloud = authority === undefined ? undefined : cloudOfAuthority(authority);
  if (armCloud && authorityCloud && armCloud !== authorityCloud)
    problems.push(
      `AZURE_AUTHORITY_HOST: is ${authorityCloud.name}'s, and AZURE_ARM_ENDPOINT is ${armCloud.name}'s; ` +
        `with this authority it must be https://${authorityCloud.armHost}, or leave AZURE_AUTHORITY_HOST out`,
    );
  const cloud = armCloud ?? authorityCloud;
  const [usual] = (cloud ?? publicCloud).authorityHosts;
  return { cloud, authorityHost: authority ?? `https://${usual}` };
}

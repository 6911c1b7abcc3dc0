import { cloudOfAuthority } from '#libs/kernel';

/** What the settings say of Microsoft Graph. */
export interface GraphSettings {
  isAsked: boolean;
  endpoint: string | undefined;
  /** Where people's tokens come from. */
  authority: string;
  tenantIds: readonly string[];
}

/**
 * Where Microsoft Graph is asked, without a path; undefined where it is not. It is of the cloud that people's tokens come from, and so
 * must be the credential: adds to `problems` where that cannot be.
 */
export function readGraph(
  { isAsked, endpoint, authority, tenantIds }: GraphSettings,
  authorityHost: string,
  problems: string[],
): string | undefined {
  if (!isAsked) return undefined;
  if (tenantIds.length === 0) problems.push('ENTRA_GRAPH: is of no use without ENTRA_TENANT_IDS');
  const cloud = cloudOfAuthority(authority);
  const ofCredential = cloudOfAuthority(authorityHost);
  if (cloud && ofCredential && cloud !== ofCredential)
    problems.push(
      `ENTRA_GRAPH: people come from ${cloud.name} (ENTRA_AUTHORITY), and the credential is ${ofCredential.name}'s ` +
        '(AZURE_CLOUD, AZURE_AUTHORITY_HOST, AZURE_ARM_ENDPOINT): Microsoft Graph takes no tokens of another cloud',
    );
  if (endpoint !== undefined) return new URL(endpoint).origin;
  if (cloud) return `https://${cloud.graphHost}`;
  problems.push(
    "ENTRA_GRAPH_ENDPOINT: is required where ENTRA_AUTHORITY is none of Microsoft's own addresses",
  );
  return undefined;
}

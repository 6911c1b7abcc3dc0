import type { Pool } from 'pg';
import type { ApiVersionOverrides } from '#libs/arm-versions';
import type { AzureAccess } from '#libs/config';
import type { ArmPort, ReadLimit } from '#libs/operations';
import { armScope } from './arm-scope.js';
import { AzureStanding, describeChange, type AzureProblem } from './standing/azure-standing.js';
import type { ReadSecrets } from './secrets/concealing-client.js';
import { connectArm, limitsOf } from './connect-arm.js';
import { describeCredential } from './credential/create-credential.js';
import { openCredential } from './credential/open-credential.js';
import { watchAzure, type AzureWatch } from './standing/watch-azure.js';

/** What the log of a process must take. */
interface Log {
  info(facts: object, line: string): void;
  warn(facts: object, line: string): void;
}

export interface OpenedAzure {
  arm: ArmPort;
  /** How much may be read of a subscription in this cloud. */
  reads: ReadLimit;
  /** The subscription that is configured; undefined: none is. */
  subscriptionId: string | undefined;
  /** Why Azure cannot be used now; empty where nothing is known to be wrong. */
  problems(): AzureProblem[];
  stop(): Promise<void>;
}

/**
 * Azure for a process: says in the log as whom and how it is reached, finds out at once whether that works, and says in
 * the log when it stops and when it begins to, never once a try.
 */
export function openAzure(
  access: AzureAccess,
  options: { pool: Pool; log: Log; readSecrets?: ReadSecrets; apiVersions?: ApiVersionOverrides },
): OpenedAzure {
  const { pool, log, readSecrets, apiVersions } = options;
  const { armEndpoint: endpoint, cloud, tokenAudience, readsPerSecond, subscriptionId } = access;
  const place = { endpoint, cloud, tokenAudience };
  announce(access, log);
  const standing = new AzureStanding((change) => {
    const { part, problem, before } = change;
    const facts = {
      part,
      ...problem,
      ...(before && { before: before.problem.code, tries: before.tries }),
    };
    log[problem ? 'warn' : 'info'](facts, describeChange(change));
  });
  const credential = openCredential(access, standing);
  const arm = connectArm({
    ...place,
    readsPerSecond,
    pool,
    credential,
    ...(readSecrets && { readSecrets }),
    ...(apiVersions && { apiVersions }),
    onFallback: (fallback) => log.warn(fallback, 'an api-version is not served'),
    onUnanswered: () => watch.doubt(),
  });
  const watch: AzureWatch = watchAzure({
    arm,
    credential,
    subscriptionId,
    scope: armScope(place),
  });
  const { read: reads } = limitsOf({ ...place, readsPerSecond });
  return {
    arm,
    reads,
    subscriptionId,
    problems: () => standing.problems(),
    stop: () => watch.stop(),
  };
}

function announce(access: AzureAccess, log: Log): void {
  const { armEndpoint, authorityHost, credential, subscriptionId, cloud, tokenAudience, proxy } =
    access;
  const usesEntra = !['managed-identity', 'azure-cli'].includes(credential.kind);
  log.info(
    {
      armEndpoint,
      cloud: cloud?.name ?? 'none of Microsoft',
      tokenScope: armScope({ endpoint: armEndpoint, cloud, tokenAudience }),
      subscriptionId,
      credential: describeCredential(credential),
      ...(usesEntra && { authorityHost }),
      ...(proxy && { proxy: proxy.server, proxyFrom: proxy.name }),
    },
    'Azure as it is configured',
  );
  if (proxy && proxy.deadExceptions.length > 0)
    log.warn(
      { noProxy: proxy.deadExceptions },
      'entries of NO_PROXY match nothing: it takes names of hosts, .suffixes and single addresses; no ports, ranges or stars',
    );
}

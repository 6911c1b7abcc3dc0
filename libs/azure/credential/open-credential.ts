import type { AzureAccess } from '#libs/config';
import { publicCloud } from '#libs/kernel';
import { AzureStanding, type AzureProblem } from '../standing/azure-standing.js';
import { createHttpClient } from '../connections/proxy-aware-client.js';
import { createCredential } from './create-credential.js';
import { explainCredential } from './explain-credential.js';
import { GuardedCredential } from './guarded-credential.js';
import { TokenExchange } from './token-exchange.js';

const onAzureItself: Pick<AzureAccess, 'credential' | 'authorityHost'> = {
  credential: { kind: 'managed-identity' },
  authorityHost: `https://${publicCloud.authorityHosts[0]}`,
};

/** The configured credential; `standing` hears when it is refused and when it works. Without settings the managed identity. */
export function openCredential(
  { credential, authorityHost }: Pick<AzureAccess, 'credential' | 'authorityHost'> = onAzureItself,
  standing = new AzureStanding(),
  httpClient = createHttpClient(),
): GuardedCredential {
  const exchange = new TokenExchange(httpClient, credential.kind === 'managed-identity');
  const explain = (cause: unknown): AzureProblem =>
    withoutSecrets(
      explainCredential(credential, authorityHost, cause, exchange.last),
      'secret' in credential ? [credential.secret] : [],
    );
  return new GuardedCredential(
    createCredential(credential, authorityHost, exchange),
    explain,
    standing,
  );
}

/** No service is known to repeat a secret in its answers; this makes sure that none reaches a log. */
const withoutSecrets = (problem: AzureProblem, secrets: readonly string[]): AzureProblem => ({
  ...problem,
  message: secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), problem.message),
});

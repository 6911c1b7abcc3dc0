import type { AzureCredential } from '#libs/config';
import type { AzureProblem } from '../standing/azure-standing.js';
import { describeNetworkFailure } from '../map-network-error.js';
import { TokenTimeout } from './guarded-credential.js';
import { readEntraRefusal } from './read-entra-refusal.js';
import { readIdentityRefusal } from './read-identity-refusal.js';
import type { FailedExchange } from './token-exchange.js';

/** The texts of an error and of what caused it. */
function textsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  return `${textsOf(cause.cause)}\n${cause.message}`;
}

/** Whether the cause, or what caused it, has this code of the system's. */
function hasCode(cause: unknown, code: string): boolean {
  if (!(cause instanceof Error)) return false;
  return ('code' in cause && cause.code === code) || hasCode(cause.cause, code);
}

function fileProblem(credential: AzureCredential, cause: unknown): AzureProblem | undefined {
  const text = textsOf(cause);
  const isFile =
    hasCode(cause, 'ENOENT') || hasCode(cause, 'EACCES') || /No content on the file/.test(text);
  if (credential.kind === 'workload-identity' && isFile)
    return {
      code: 'FederatedTokenUnreadable',
      message: `There is no token in ${credential.tokenFile}.`,
      remedy:
        'See that Kubernetes puts a token there (AZURE_FEDERATED_TOKEN_FILE): the pod needs the label azure.workload.identity/use and its service account the annotation.',
    };
  if (credential.kind === 'client-certificate')
    return {
      code: 'ClientCertificateUnreadable',
      message: `${credential.certificateFile} cannot be used as a certificate with its key.`,
      remedy:
        'AZURE_CLIENT_CERTIFICATE_PATH must name a PEM file with the certificate and its private key; AZURE_CLIENT_CERTIFICATE_PASSWORD opens the key where it has a password.',
    };
  if (credential.kind === 'azure-cli')
    return {
      code: 'AzureCliNotSignedIn',
      message: 'The Azure CLI gives no token.',
      remedy: 'Install the Azure CLI and run az login as the user that Armature runs as.',
    };
  return undefined;
}

/**
 * Why there is no token, in words for an operator: Entra ID's own number and sentence where it answered. `last` is what
 * went wrong in the exchange itself. Never holds what a library or Azure said beyond a sentence.
 */
export function explainCredential(
  credential: AzureCredential,
  authorityHost: string,
  cause: unknown,
  last: FailedExchange | undefined,
): AzureProblem {
  const answer = last && 'body' in last ? last : undefined;
  const refusal = readEntraRefusal(answer?.body ?? '') ?? readEntraRefusal(textsOf(cause));
  if (refusal) return refusal;
  if (credential.kind === 'managed-identity') return readIdentityRefusal(credential, last);
  if (last && 'failure' in last) return describeNetworkFailure(last.failure, place(authorityHost));
  if (cause instanceof TokenTimeout)
    return { ...unanswered, message: `${place(authorityHost).name} did not answer in time.` };
  if (answer)
    return {
      ...unanswered,
      message: `${place(authorityHost).name} answered HTTP ${answer.status}, and not as Entra ID does.`,
    };
  return fileProblem(credential, cause) ?? unknown(cause);
}

const place = (authorityHost: string) => ({
  name: `Entra ID at ${new URL(authorityHost).host}`,
  setting: 'AZURE_AUTHORITY_HOST',
  unreachable: 'EntraUnreachable',
});

const unanswered = {
  code: 'EntraUnreachable',
  remedy:
    'Check that this machine reaches it (AZURE_AUTHORITY_HOST, proxy, firewall). Armature tries again by itself.',
};

/** Errors name their kind; their messages can hold requests. */
const unknown = (cause: unknown): AzureProblem => ({
  code: 'AzureCredentialUnavailable',
  message: `No access token for Azure could be had (${cause instanceof Error ? cause.name : 'unknown'}).`,
  remedy: "Check Armature's identity: managed identity, workload identity or AZURE_* variables.",
});

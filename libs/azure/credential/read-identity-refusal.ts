import type { AzureCredential } from '#libs/config';
import type { AzureProblem } from '../standing/azure-standing.js';
import { firstSentence } from './read-entra-refusal.js';
import type { FailedExchange } from './token-exchange.js';

type ManagedIdentity = Extract<AzureCredential, { kind: 'managed-identity' }>;

const where =
  'Where Armature runs elsewhere than on Azure there is none: set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret, certificate or token file.';

/** What the endpoint of managed identities says in any of its shapes: IMDS, App Service, Azure Arc. */
function sentenceIn(body: string): string {
  try {
    const parsed = JSON.parse(body) as Record<string, unknown>;
    const said = parsed['error_description'] ?? parsed['message'] ?? parsed['Message'];
    return typeof said === 'string' ? firstSentence(said) : '';
  } catch {
    return '';
  }
}

/** Why there is no token from the managed identity of the machine. */
export function readIdentityRefusal(
  { clientId }: ManagedIdentity,
  last: FailedExchange | undefined,
): AzureProblem {
  if (!last || 'failure' in last) return unreachable;
  const said = sentenceIn(last.body);
  const problem = kindOf(last.status, said, clientId);
  return { ...problem, message: said ? `${problem.message} It said: ${said}` : problem.message };
}

function kindOf(status: number, said: string, clientId: string | undefined): AzureProblem {
  if (/multiple user[- ]assigned/i.test(said))
    return {
      code: 'ManagedIdentityAmbiguous',
      message: 'Several managed identities are assigned here, and none is named.',
      remedy:
        'Put the client id of the one that Armature shall use into AZURE_CLIENT_ID, and restart.',
    };
  if ([400, 404].includes(status))
    return {
      code: 'ManagedIdentityNotAssigned',
      message: clientId
        ? `No managed identity with the client id ${clientId} is assigned here (HTTP ${status}).`
        : `No managed identity is assigned here (HTTP ${status}).`,
      remedy: clientId
        ? 'Assign it to the machine, app or cluster that Armature runs on, or correct AZURE_CLIENT_ID (it takes the client id, not the object id).'
        : 'Turn on the system-assigned identity of the machine, app or cluster that Armature runs on, or assign one and put its client id into AZURE_CLIENT_ID.',
    };
  return {
    code: 'ManagedIdentityRefused',
    message: `The endpoint of managed identities answered HTTP ${status}.`,
    remedy: `Look at the identity of the machine, app or cluster that Armature runs on; Armature tries again by itself. ${where}`,
  };
}

const unreachable: AzureProblem = {
  code: 'ManagedIdentityUnreachable',
  message: 'The endpoint of managed identities does not answer on this machine.',
  remedy: `Armature was told of no other credential, so it asks for the managed identity. ${where}`,
};

import { z } from 'zod';
import { GatewayClient } from '../gateway-client.js';
import { waitUntil } from '../../processes/wait-until.js';
import type { Places } from './check-everybody.js';
import { sendAccepted } from './send-verb.js';
import { signIn } from './sign-in.js';
import type { Person } from './staff.js';

const viewerSchema = z.object({ viewer: z.object({ id: z.string() }) });

/** An administrator disables somebody whose token still counts: within five seconds it does no more. Rejects where it goes on. */
export async function sendAway(
  { graphqlUrl, simulator }: Places,
  administrator: GatewayClient,
  person: Person,
): Promise<void> {
  const client = new GatewayClient(graphqlUrl, await signIn(simulator, person));
  const { viewer } = await client.send('{ viewer { id } }', viewerSchema);
  const nothing = { fields: '__typename', schema: z.object({}) };
  await sendAccepted(administrator, 'disablePrincipal', { principalId: viewer.id }, nothing);
  const isRefused = () =>
    client.send('{ viewer { id } }', viewerSchema).then(() => false, asNobody);
  await waitUntil(`${person.name} to be refused`, isRefused, { timeoutMs: 6_000 });
}

/** Any other error is none that was waited for. */
function asNobody(error: Error): true {
  if (error.message.includes('Send an API key or an Entra ID token')) return true;
  throw error;
}

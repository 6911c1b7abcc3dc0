import { z } from 'zod';
import { askSimulator } from '../../system/ask-simulator.js';
import type { SimulatorAddress } from '../../system/start-simulator-process.js';
import { client, pipeline, registration } from './directory.js';
import type { Person } from './staff.js';

const answerSchema = z.object({ access_token: z.string() });
const scope = `${registration.identifierUri}/.default`;

type Entra = Pick<SimulatorAddress, 'armEndpoint' | 'tenantId' | 'caFile'>;

async function tokenFor(entra: Entra, form: Record<string, string>): Promise<string> {
  const url = `${entra.armEndpoint}/${entra.tenantId}/oauth2/v2.0/token`;
  const answer = await askSimulator(entra, url, new URLSearchParams({ ...form, scope }));
  return answerSchema.parse(answer).access_token;
}

/** A token of Entra ID for a person, who has any password here. */
export const signIn = (entra: Entra, { username }: Person): Promise<string> =>
  tokenFor(entra, { grant_type: 'password', client_id: client, username, password: 'any' });

/** A token of Entra ID for the application itself. */
export const signInPipeline = (entra: Entra): Promise<string> =>
  tokenFor(entra, {
    grant_type: 'client_credentials',
    client_id: pipeline.appId,
    client_secret: 'any',
  });

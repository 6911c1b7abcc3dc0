import { z } from 'zod';
import type { GatewayClient } from './gateway-client.js';

const answerSchema = z.object({
  createTeam: z.object({
    team: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ code: z.string(), message: z.string() })),
  }),
});

const document = `mutation ($input: CreateTeamInput!) {
  createTeam(input: $input) { team { id } userErrors { code message } }
}`;

/** Makes a team that pays, with cost tags that its resources inherit; returns its id. */
export async function createTeam(
  client: GatewayClient,
  { name, costCenter }: { name: string; costCenter: string },
): Promise<string> {
  const input = {
    name,
    costCenter,
    defaultCostTags: [
      { key: 'owner', value: `${name.toLowerCase().replaceAll(' ', '-')}@contoso.com` },
      { key: 'environment', value: 'production' },
    ],
  };
  const { team, userErrors } = (await client.send(document, answerSchema, { input })).createTeam;
  if (team) return team.id;
  const reasons = userErrors.map(({ code, message }) => `${code}: ${message}`);
  throw new Error(`createTeam was refused: ${reasons.join('; ')}`);
}

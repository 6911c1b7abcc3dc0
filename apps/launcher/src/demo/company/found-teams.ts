import pLimit from 'p-limit';
import { z } from 'zod';
import { createTeam } from '../create-team.js';
import type { GatewayClient } from '../gateway-client.js';
import { together } from '../perform.js';
import type { Company } from './hire.js';
import { sendAccepted } from './send-verb.js';
import { teams, type Group } from './staff.js';

/** Ids of teams by their names. */
export type TeamIds = ReadonlyMap<string, string>;

export const grantAnswer = {
  fields: 'roleGrant { id }',
  schema: z.object({ roleGrant: z.object({ id: z.string() }) }),
};

/** Makes the teams, and gives every group that is to have one its role. */
export async function foundTeams(client: GatewayClient, company: Company): Promise<TeamIds> {
  const limit = pLimit(10);
  const made = await together(
    teams.map((name, at) =>
      limit(async () => {
        const id = await createTeam(client, { name, costCenter: `CC-${1_000 + at}` });
        return [name, id] as const;
      }),
    ),
  );
  const ids = new Map(made);
  await together(company.groups.map((group) => limit(() => grantTo(client, ids, group))));
  return ids;
}

async function grantTo(client: GatewayClient, ids: TeamIds, { id, holds }: Group): Promise<void> {
  if (!holds) return;
  const to = { entraGroup: { objectId: id } };
  const teamId = ids.get(holds.team);
  const input = { to, role: holds.role, ...(teamId !== undefined && { teamId }) };
  await sendAccepted(client, 'grantRole', input, grantAnswer);
}

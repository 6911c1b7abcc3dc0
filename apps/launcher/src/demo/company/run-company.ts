import type { RunningSystem } from '../../system/start-system.js';
import { createDisplay } from '../create-display.js';
import { GatewayClient } from '../gateway-client.js';
import { printSection } from '../print-section.js';
import { verifyChain } from '../verify-chain.js';
import { gatherActors } from './actors.js';
import { checkEverybody } from './check-everybody.js';
import { foundTeams } from './found-teams.js';
import type { Company } from './hire.js';
import { sendAway } from './send-away.js';
import { teams } from './staff.js';
import { tryAll } from './try-all.js';

/**
 * A company of thirty teams and two hundred people on a running system, through the public API: everybody signs in and has
 * exactly the roles of their groups, and one of each kind tries what they may and may not. Rejects, with every difference, where
 * something is otherwise.
 */
export async function runCompany(
  system: Pick<RunningSystem, 'graphqlUrl' | 'apiKey' | 'simulator' | 'database'>,
  company: Company,
): Promise<void> {
  const display = createDisplay(process.stdout);
  const { people, groups } = company;
  const places = { graphqlUrl: system.graphqlUrl, simulator: system.simulator };
  const administrator = new GatewayClient(system.graphqlUrl, system.apiKey);
  const teamIds = await foundTeams(administrator, company);
  const held = groups.filter(({ holds }) => holds).length;
  display.say(`${teams.length} teams stand, and ${held} groups of Entra ID have their roles`);
  await checkEverybody(places, company);
  display.say(
    `${people.length} people signed in: each has the roles of their groups, and no others`,
  );
  const [teamId, otherTeamId] = ['Vision', 'Safety'].map((name) => teamIds.get(name) ?? '');
  const actors = await gatherActors(places, company, teamIds);
  await tryAll(actors, { teamId: teamId ?? '', otherTeamId: otherTeamId ?? '' }, display);
  const leaver = people.findLast(({ occupation }) => occupation === 'operator');
  if (!leaver) throw new Error('there are no operators');
  await sendAway(places, administrator, leaver);
  printSection(
    'Who left',
    `  ${leaver.name} was disabled: the token counted no more within five seconds\n`,
  );
  printSection('Audit chain', await verifyChain(system.database.databaseUrl));
}

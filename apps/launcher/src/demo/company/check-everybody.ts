import pLimit from 'p-limit';
import { z } from 'zod';
import { GatewayClient } from '../gateway-client.js';
import { together } from '../perform.js';
import { heldBy, type Company } from './hire.js';
import { signIn } from './sign-in.js';
import { teams, type Person } from './staff.js';

const answerSchema = z.object({
  viewerRoles: z.array(
    z.object({ role: z.string(), team: z.object({ name: z.string() }).nullable() }),
  ),
  teams: z.object({ nodes: z.array(z.object({ name: z.string() })) }),
});
const document = '{ viewerRoles { role team { name } } teams(first: 100) { nodes { name } } }';

/** Where the API and Entra ID are. */
export interface Places {
  graphqlUrl: string;
  simulator: Parameters<typeof signIn>[0];
}

/** Everybody signs in and looks at their own roles and teams. Rejects, naming every difference, where somebody has other ones. */
export async function checkEverybody(places: Places, company: Company): Promise<void> {
  const limit = pLimit(20);
  const differences = await together(
    company.people.map((one) => limit(() => compare(places, company, one))),
  );
  const found = differences.flat();
  if (found.length > 0) throw new Error(found.join('\n'));
}

async function compare(
  { graphqlUrl, simulator }: Places,
  company: Company,
  one: Person,
): Promise<string[]> {
  const client = new GatewayClient(graphqlUrl, await signIn(simulator, one));
  const answer = await client.send(document, answerSchema);
  const roles = answer.viewerRoles.map(({ role, team }) => `${role} ${team?.name ?? 'platform'}`);
  const seen = answer.teams.nodes.map(({ name }) => name);
  const expected = expectedOf(company, one);
  return [
    ...differenceOf(`roles of ${one.name}`, roles, expected.roles),
    ...differenceOf(`teams that ${one.name} sees`, seen, expected.seen),
  ];
}

function expectedOf(company: Company, one: Person) {
  const held = heldBy(company, one).map(({ role, team }) => ({ role: `${role} ${team}`, team }));
  if (one === company.administrator) held.push({ role: 'ADMIN platform', team: 'platform' });
  const everywhere = held.some(({ team }) => team === 'platform');
  return {
    roles: held.map(({ role }) => role),
    // The development key that a launched system comes with has a team of its own.
    seen: everywhere ? [...teams, 'development'] : held.map(({ team }) => team),
  };
}

function differenceOf(what: string, is: readonly string[], shouldBe: readonly string[]): string[] {
  const [found, wanted] = [is, shouldBe].map((list) => list.toSorted().join(', '));
  return found === wanted ? [] : [`${what}: ${found || 'none'}, and not ${wanted || 'none'}`];
}

import { z } from 'zod';
import { GatewayClient } from '../gateway-client.js';
import type { Places } from './check-everybody.js';
import { pipeline } from './directory.js';
import { grantAnswer, type TeamIds } from './found-teams.js';
import type { Company } from './hire.js';
import { sendAccepted } from './send-verb.js';
import { signIn, signInPipeline } from './sign-in.js';
import type { Person } from './staff.js';

/** Somebody who tries what they may, and what must come of each attempt in their order. */
export interface Actor {
  name: string;
  client: GatewayClient;
  expected: readonly string[];
}

const mayAll = ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'];
const mayInTeam = ['yes', 'yes', 'NOT_FOUND', 'yes', 'yes', 'FORBIDDEN'];
const mayOperate = ['yes', 'yes', 'NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'];
const maySee = ['yes', 'FORBIDDEN', 'NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'];
const maySeeAll = ['yes', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'];
const mayNothing = ['null', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'FORBIDDEN'];

const ofPeople: readonly (readonly [occupation: string, expected: readonly string[]])[] = [
  ['administrator', mayAll],
  ['team admin', mayInTeam],
  ['operator', mayOperate],
  ['researcher', mayOperate],
  ['in 206 groups', mayOperate],
  ['viewer', maySee],
  ['auditor', maySeeAll],
  ['approver', maySeeAll],
  ['nobody', mayNothing],
];

/** One of each occupation, all of the first team where they are in one; a bot with a key; and an application. */
export async function gatherActors(
  { graphqlUrl, simulator }: Places,
  company: Company,
  teamIds: TeamIds,
): Promise<Actor[]> {
  const come = (token: string) => new GatewayClient(graphqlUrl, token);
  const people = await Promise.all(
    ofPeople.map(async ([occupation, expected]) => {
      const one = firstOf(company, occupation);
      const client = come(await signIn(simulator, one));
      return { name: `${one.name} (${occupation})`, client, expected };
    }),
  );
  const admin = people[1]?.client;
  const teamId = teamIds.get('Vision');
  if (!admin || teamId === undefined) throw new Error('there is no team, or no admin of it');
  const bot = { name: 'a bot with a key', client: come(await makeBot(admin, teamId)) };
  const application = {
    name: pipeline.displayName,
    client: come(await hirePipeline(admin, teamId, () => signInPipeline(simulator))),
  };
  return [...people, ...[bot, application].map((one) => ({ ...one, expected: mayOperate }))];
}

function firstOf({ people }: Company, occupation: string): Person {
  const one = people.find((each) => each.occupation === occupation);
  if (!one) throw new Error(`nobody is ${occupation}`);
  return one;
}

async function makeBot(admin: GatewayClient, teamId: string): Promise<string> {
  const input = { botName: 'vision-bot', role: 'OPERATOR', teamId, name: 'demo' };
  const answer = { fields: 'secret', schema: z.object({ secret: z.string() }) };
  return (await sendAccepted(admin, 'createApiKey', input, answer)).secret;
}

/** An application is given its role by the admin of the team, by the object id that it has in Entra ID. */
async function hirePipeline(
  admin: GatewayClient,
  teamId: string,
  token: () => Promise<string>,
): Promise<string> {
  const to = { entraApplication: { objectId: pipeline.id } };
  await sendAccepted(admin, 'grantRole', { to, role: 'OPERATOR', teamId }, grantAnswer);
  return token();
}

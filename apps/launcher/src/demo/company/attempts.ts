import { z } from 'zod';
import type { GatewayClient } from '../gateway-client.js';
import { grantAnswer } from './found-teams.js';
import { sendVerb } from './send-verb.js';
import { objectId } from './staff.js';

/** Where somebody tries something. */
export interface Stage {
  teamId: string;
  /** A team with which they have nothing to do. */
  otherTeamId: string;
  /** A name that nothing else has. */
  unique: string;
}

/** What came of it: `yes`, or the code of the refusal. `operationId`: what is to be followed to its end. */
export interface Outcome {
  word: string;
  operationId?: string | undefined;
}

export interface Attempt {
  title: string;
  run(client: GatewayClient, stage: Stage): Promise<Outcome>;
}

const operation = {
  fields: 'operation { id }',
  schema: z.object({ operation: z.object({ id: z.string() }).nullable() }),
};
const nothing = { fields: '__typename', schema: z.object({}) };
const secret = { fields: 'secret', schema: z.object({ secret: z.string().nullable() }) };

/** Somebody who has no role, and is not to get one. */
const stranger = { entraUser: { objectId: objectId.person(500) } };

const wordOf = (codes: readonly string[]): string => codes[0] ?? 'yes';

async function makeGroup(client: GatewayClient, teamId: string, name: string): Promise<Outcome> {
  const input = { name, location: 'eastus', teamId };
  const { payload, codes } = await sendVerb(client, 'createResourceGroup', input, operation);
  return { word: wordOf(codes), operationId: payload.operation?.id };
}

async function answerOf(sent: ReturnType<typeof sendVerb>): Promise<Outcome> {
  return { word: wordOf((await sent).codes) };
}

/** What everybody tries, in this order. */
export const attempts: readonly Attempt[] = [
  {
    title: 'see the team',
    run: async (client, { teamId }) => {
      const schema = z.object({ team: z.object({ id: z.string() }).nullable() });
      const { team } = await client.send('query ($id: ID!) { team(id: $id) { id } }', schema, {
        id: teamId,
      });
      return { word: team ? 'yes' : 'null' };
    },
  },
  {
    title: 'make a group in it',
    run: (client, { teamId, unique }) => makeGroup(client, teamId, unique),
  },
  {
    title: 'make one elsewhere',
    run: (client, { otherTeamId, unique }) => makeGroup(client, otherTeamId, `${unique}-elsewhere`),
  },
  {
    title: 'give a role in it',
    run: (client, { teamId }) =>
      answerOf(sendVerb(client, 'grantRole', { to: stranger, role: 'VIEWER', teamId }, grantOrNot)),
  },
  {
    title: 'make a bot a key',
    run: (client, { teamId, unique }) =>
      answerOf(
        sendVerb(
          client,
          'createApiKey',
          { botName: unique, role: 'VIEWER', teamId, name: 'demo' },
          secret,
        ),
      ),
  },
  {
    title: 'make a team',
    run: (client, { unique }) =>
      answerOf(
        sendVerb(client, 'createTeam', { name: `Of ${unique}`, costCenter: 'CC-9' }, nothing),
      ),
  },
];

const grantOrNot = { ...grantAnswer, schema: z.object({}) };

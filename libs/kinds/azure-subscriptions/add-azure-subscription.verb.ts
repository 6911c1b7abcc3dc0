import { z } from 'zod';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  locationField,
  optional,
  uuidField,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { ArmError, readPayer, type SubmitDeps } from '#libs/operations';
import { auditOf, isPermitted, refuse, rememberResult } from '#libs/tenants';
import { askSubscription, subscriptionArmId, type AskedSubscription } from './ask-azure.js';
import { keepSubscription } from './keep-subscription.js';
import { refuseKeeper } from './refuse-keeper.js';

const inputSchema = z
  .strictObject({
    subscriptionId: uuidField('must be the id of an Azure subscription, a UUID').describe(
      'The Azure subscription.',
    ),
    defaultTeamId: idOf('Team').describe(
      'The team that may use it from the start, whose people see it.',
    ),
    defaultLocation: optional(locationField).describe(
      'Where things in it are made unless it is said.',
    ),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A subscription that Armature shall know.' });
type Input = z.output<typeof inputSchema>;

/** Milliseconds that Azure has to show the subscription and what is missing in it. */
const answersWithinMs = 8_000;

/**
 * Makes a subscription known, once Azure has shown it; of one that is known it asks anew what is missing, and changes
 * the defaults. Refuses with FORBIDDEN, NOT_FOUND, INVALID_INPUT, or INVALID_STATE where Azure does not let Armature in.
 */
export const addAzureSubscription = verb({
  name: 'addAzureSubscription',
  noun: 'azure subscription',
  summary:
    'Makes an Azure subscription known and tells what is missing in it; again to look anew, or to change its defaults. For admins of the platform.',
  input: inputSchema,
  example: {
    subscriptionId: '11111111-1111-4111-8111-111111111111',
    defaultTeamId: exampleId('Team'),
    defaultLocation: 'westeurope',
  },
  target: null,
  permission: 'administer',
  where: 'platform',
  effect: 'create',
  destructive: false,
  answer: {
    azureSubscription: {
      node: 'AzureSubscription',
      by: 'resourceId',
      description: 'The subscription; null when refused.',
    },
  },
  run: async (deps: SubmitDeps, context, input) => {
    const mayKeep = isPermitted(context, null);
    // Before the transaction: none waits for Azure.
    const asked = mayKeep ? await ask(deps, context, input) : undefined;
    return rememberResult(deps.pool, context, input, async (sql, now): Promise<Added> => {
      if (!asked || !isPermitted(now, null)) {
        const action = 'azure_subscription.add';
        return refuseKeeper(sql, now, action, input.subscriptionId, 'subscriptionId');
      }
      return asked.ok ? add(sql, now, input, asked.value) : asked;
    });
  },
});

type Added = Result<{ resourceId: string }, readonly DomainError[]>;

async function ask(
  { pool, arm }: SubmitDeps,
  context: VerbContext,
  { subscriptionId, defaultTeamId }: Input,
): Promise<Result<AskedSubscription, readonly DomainError[]>> {
  const team = await readPayer(pool, defaultTeamId, context.actor.principalId, null);
  if (!team.found) return noTeam;
  try {
    const asked = await askSubscription(arm, subscriptionId, AbortSignal.timeout(answersWithinMs));
    if (!asked) return unknown;
    if (closed.has(asked.state.toLowerCase()))
      return refuse(
        'INVALID_STATE',
        'subscriptionId',
        `The subscription is ${asked.state}: Azure takes no changes in it.`,
      );
    return ok(asked);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return error.error.code === 'SubscriptionNotFound' ? unknown : notShown(error);
  }
}

const noTeam = refuse('NOT_FOUND', 'defaultTeamId', 'There is no such team.');

/** States in which Azure takes no changes (docs/azure-facts.md#subscriptions). */
const closed = new Set(['disabled', 'expired', 'deleted']);

const unknown = refuse(
  'NOT_FOUND',
  'subscriptionId',
  "Azure knows no such subscription, or does not show it to Armature: give Armature's identity a role in it, such as Contributor, and see that both are in the same tenant and cloud.",
);

function notShown({ error, httpStatus }: ArmError) {
  if (httpStatus !== 401 && httpStatus !== 403)
    return refuse(
      'INVALID_STATE',
      'subscriptionId',
      `Azure did not show the subscription (${error.code}). Ask again in a minute.`,
    );
  return refuse(
    'INVALID_STATE',
    'subscriptionId',
    `Azure does not let Armature into the subscription (${error.code}): give its identity a role there, such as Contributor, and ask again some minutes later.`,
  );
}

async function add(
  sql: Sql,
  context: VerbContext,
  { subscriptionId, defaultTeamId, defaultLocation }: Input,
  { observed }: AskedSubscription,
): Promise<Added> {
  const { found: team } = await readPayer(sql, defaultTeamId, context.actor.principalId, null);
  if (!team) return noTeam;
  const resourceId = await keepSubscription(sql, {
    subscriptionId,
    armId: subscriptionArmId(subscriptionId),
    teamId: team.id,
    name: observed.displayName || subscriptionId,
    defaultLocation,
    observed,
    principalId: context.actor.principalId,
    audit: auditOf(context, team.id),
  });
  return ok({ resourceId });
}

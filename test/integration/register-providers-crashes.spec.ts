import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { neededProviders } from '#libs/arm-versions';
import { kinds } from '#libs/kinds';
import { registerProviders } from '#libs/kinds/azure-subscriptions';
import type { ArmBody, LroObservation, SubmitDeps } from '#libs/operations';
import { ask } from '../support/ask.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import {
  contextForTests,
  engineForTests,
  givenWorkspace,
  letTimePass,
  loseLease,
  storyOf,
} from '../support/engine.js';
import { FakeArm } from '../support/fake-arm.js';
import { armToDieAt } from '../support/mortal-arm.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Registers providers, each once the test says so. */
class RegisteringArm extends FakeArm {
  private readonly states = new Map<string, string>();

  override async get(armId: string): Promise<ArmBody | undefined> {
    const [, namespace] = armId.split('/providers/');
    return this.call('get', async () =>
      namespace === undefined
        ? { displayName: 'Research', state: 'Enabled' }
        : { registrationState: this.states.get(namespace) ?? 'NotRegistered' },
    );
  }

  override async post(armId: string, action: string): Promise<LroObservation> {
    return this.call('post', async () => {
      this.ledger.push({ verb: 'POST', armId, action });
      this.states.set(armId.split('/providers/')[1] ?? '', 'Registering');
      return { state: 'Succeeded', rawState: 'Succeeded' };
    });
  }

  override endAll(): void {
    for (const namespace of this.states.keys()) this.states.set(namespace, 'Registered');
  }
}

/** An accepted registration in a subscription of its own. */
async function begin(arm: FakeArm): Promise<string> {
  const { pool } = database;
  const { teamId } = await givenWorkspace(pool);
  const armId = `/subscriptions/${randomUUID()}`;
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
       raw_provisioning_state, desired, observed)
     VALUES ('AZURE_SUBSCRIPTION', $1, 'Research', $2, $2, split_part($2, '/', 3), '', 'SUCCEEDED', 'Succeeded', '{}', '{}')
     RETURNING id`,
    [teamId, armId],
  );
  const context = contextForTests('ADMIN', teamId);
  const actor = { ...context.actor, grants: [{ teamId: null, role: 'ADMIN' as const }] };
  const deps: SubmitDeps = { pool, kinds, arm, requiredCostTags: [] };
  const input = { azureSubscriptionId: rows[0]!.id };
  const accepted = await ask(registerProviders, deps, { ...context, actor }, input);
  if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
  return accepted.value.operationId;
}

async function play(
  arm: RegisteringArm,
  operationId: string,
  mortal?: { nth: number; side: 'before' | 'after' },
): Promise<'died' | 'ended'> {
  const { pool } = database;
  let die = (): void => undefined;
  const death = new Promise<'died'>((resolve) => (die = () => resolve('died')));
  const dying = mortal && armToDieAt(arm, mortal.nth, mortal.side, () => die());
  const engine = engineForTests(pool, arm, { kinds, ...(dying && { arm: dying }) });
  for (let round = 0; round < 60; round += 1) {
    if ((await Promise.race([engine.advance(operationId), death])) === 'died') return 'died';
    if ((await storyOf(pool, operationId)).status === 'SUCCEEDED') return 'ended';
    arm.endAll();
    await letTimePass(pool, operationId);
  }
  throw new Error(`it does not end: ${JSON.stringify(await storyOf(pool, operationId))}`);
}

it.each(['before', 'after'] as const)(
  'a worker that dies %s any call leaves a registration that is ended, and asked for once',
  async (side) => {
    let deaths = 0;
    for (let nth = 0; ; nth += 1) {
      const arm = new RegisteringArm();
      const operationId = await begin(arm);
      if ((await play(arm, operationId, { nth, side })) === 'ended') break;
      deaths += 1;
      await loseLease(database.pool, operationId);
      await letTimePass(database.pool, operationId);
      expect(await play(arm, operationId)).toBe('ended');
      const asked = arm.ledger.map(({ armId }) => armId.split('/providers/')[1]);
      expect(asked, `died ${side} call ${nth}`).toEqual(neededProviders);
      const { audit } = await storyOf(database.pool, operationId);
      expect(audit.filter((turn) => turn === 'succeeded')).toHaveLength(1);
    }
    expect(deaths).toBeGreaterThan(2 * neededProviders.length);
  },
  120_000,
);

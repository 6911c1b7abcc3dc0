import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createComputeCluster } from '#libs/kinds/compute-clusters';
import { updateComputeCluster } from '../../../kinds/compute-clusters/update-compute-cluster.verb.js';
import { retryOperation } from '../../interventions/retry-operation.verb.js';
import { deciding } from '#libs/decisions';
import type { DomainError, Result } from '#libs/kernel';
import type { Accepted, SubmitDeps } from '#libs/operations';
import { Policies } from '#libs/policies';
import { ask, askOf } from '../../../../test/support/ask.js';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { submissionScene } from '../../../../test/support/submission-scene.js';

type Answer = Result<Accepted, readonly DomainError[]>;

const scene = submissionScene();
let elsewhere: TestDatabase;
let ours: SubmitDeps;
let theirs: SubmitDeps;
let names = 0;
beforeAll(async () => {
  elsewhere = openTestDatabase(inject('postgres'), scene.database.name);
  const prices = { currency: 'USD', notAsked: undefined };
  const decide = deciding({ prices, policies: new Policies([], prices), approvalHours: 168 });
  ours = { ...scene.deps, decide };
  theirs = { ...ours, pool: elsewhere.pool };
  await scene.database.pool.query(
    `INSERT INTO azure_reading (subscription_id, what, location, body, read_at)
     VALUES ('any', 'vm-sizes', 'anywhere', '{"standard_d4_v2": {"vCpus": 8}}', now())`,
  );
});
afterAll(() => elsewhere?.close());
beforeEach(() => limit(100));

const limit = (vCpus: number) =>
  scene.database.pool.query('UPDATE team SET limit_vcpus = $2 WHERE id = $1', [
    scene.teamId,
    vCpus,
  ]);
const create = (deps: SubmitDeps, change: object = {}): Promise<Answer> => {
  names += 1;
  const input = { name: `cpu${names}a`, vmSize: 'Standard_D4_v2', ...change };
  return ask(createComputeCluster, deps, scene.as(), scene.clusterInput(input)) as Promise<Answer>;
};
const accepted = (answers: readonly Answer[]): number => answers.filter(({ ok }) => ok).length;
const codes = (answer: Answer) => (answer.ok ? [] : answer.error.map(({ code }) => code));

/** Holds the team's row until it is told to let go of it. */
async function holdingTeam() {
  const client = await scene.database.pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM team WHERE id = $1 FOR NO KEY UPDATE', [scene.teamId]);
  return async () => {
    await client.query('COMMIT');
    client.release();
  };
}

const waiting = async (): Promise<number> => {
  const { rowCount } = await scene.database.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%jsonb_to_recordset%'`,
  );
  return rowCount ?? 0;
};

describe('the limits of a team', () => {
  it('count those of one statement against each other, and those of two processes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => create(index % 2 === 0 ? ours : theirs)),
    );
    expect(accepted(answers)).toBe(12);
  });

  it('count those of one statement against each other', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(ours)));
    expect(accepted(answers)).toBe(12);
  });

  it('count what was committed while a statement waited for its turn', async () => {
    await limit(8);
    const letGo = await holdingTeam();
    const answers = [create(ours), create(theirs)];
    await expect.poll(waiting).toBe(2);
    await letGo();
    expect(accepted(await Promise.all(answers))).toBe(1);
  });

  it('take nothing for what is refused for its name, or was accepted before', async () => {
    const taken = await create(ours, { name: 'taken' });
    await limit(16);
    const answers = await Promise.all([
      create(ours, { name: 'taken' }),
      create(ours, { name: 'taken' }),
      create(ours),
      create(ours),
    ]);
    expect([taken.ok, accepted(answers)]).toEqual([true, 1]);
    expect(answers.flatMap(codes).toSorted()).toEqual([
      'OPERATION_IN_PROGRESS',
      'OPERATION_IN_PROGRESS',
      'QUOTA_EXCEEDED',
    ]);
  });

  it('hold nobody up who has none', async () => {
    await scene.database.pool.query('UPDATE team SET limit_vcpus = NULL WHERE id = $1', [
      scene.teamId,
    ]);
    const letGo = await holdingTeam();
    expect(accepted([await create(ours)])).toBe(1);
    await letGo();
  });

  it('have no room for a scale that is tried again when others took it meanwhile', async () => {
    const id = await standingCluster();
    const scaled = await ask(updateComputeCluster, ours, scene.as(), {
      computeId: id,
      scale: { maxNodeCount: 2 },
    });
    if (!scaled.ok) throw new Error(JSON.stringify(scaled.error));
    const { operationId } = scaled.value;
    await refusedByAzure(operationId, id);
    await limit(16);
    const other = await create(ours);
    expect(codes(await retry(operationId))).toEqual(['QUOTA_EXCEEDED']);
    if (other.ok) await gone(other.value.resourceId);
    expect(await retry(operationId)).toMatchObject({ ok: true });
    expect(codes(await create(ours))).toEqual(['QUOTA_EXCEEDED']);
  });
});

async function standingCluster(): Promise<string> {
  const made = await create(ours);
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  await scene.finish(made.value);
  await query('UPDATE resource SET observed = desired WHERE id = $1', [made.value.resourceId]);
  return made.value.resourceId;
}

/** As an operation is left that Azure refused, its wish taken back and weighed. */
async function refusedByAzure(operationId: string, resourceId: string): Promise<void> {
  await query(
    `UPDATE operation SET status = 'FAILED', due_at = NULL, error = '{}', input = jsonb_set(input, '{takenBack}',
      jsonb_build_object('desired', jsonb_build_object('scale', (SELECT desired -> 'scale' FROM resource WHERE id = $2))))
      WHERE id = $1`,
    [operationId, resourceId],
  );
  await query(
    `UPDATE resource SET desired = observed, provisioning_state = 'SUCCEEDED' WHERE id = $1`,
    [resourceId],
  );
  await query('UPDATE compute_ceiling SET vcpus = 8 WHERE resource_id = $1', [resourceId]);
}

const gone = (id: string) => query('UPDATE resource SET gone_at = now() WHERE id = $1', [id]);
const query = (text: string, values: unknown[]) => scene.database.pool.query(text, values);
const retry = (operationId: string): Promise<Answer> =>
  askOf(retryOperation, ours, scene.as(), operationId) as unknown as Promise<Answer>;

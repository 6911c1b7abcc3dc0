import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { DomainError } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import type { Accepted, SubmitDeps } from '#libs/operations';
import type { Role, VerbContext } from '#libs/verbs';
import { createComputeCluster } from '../../libs/kinds/compute-clusters/create-compute-cluster.verb.js';
import { ask, type Submission } from './ask.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { contextForTests, givenWorkspace } from './engine.js';
import { FakeArm } from './fake-arm.js';
import type { TestServerAddress } from './postgres-server.js';

export const askedTags = [{ key: 'owner', value: 'ml' }];

/** Refusals by code and field. */
export const said = (errors: readonly DomainError[]): string[] =>
  errors.map(({ code, field }) => `${code} ${(field ?? []).join('.')}`);

/** A database in which each test has a team with a group and a workspace of its own, and asks verbs. */
export class SubmissionScene {
  database!: TestDatabase;
  deps!: SubmitDeps;
  teamId!: string;
  workspaceId!: string;
  group!: { id: string; name: string };

  async open(server?: TestServerAddress): Promise<void> {
    this.database = await createTestDatabase(server);
    this.deps = {
      pool: this.database.pool,
      kinds,
      requiredCostTags: ['costCenter', 'owner'],
      arm: new FakeArm(),
      defaultSubscriptionId: randomUUID(),
    };
  }

  async begin(): Promise<void> {
    const { pool } = this.database;
    const { teamId, workspaceId } = await givenWorkspace(pool);
    const { rows } = await pool.query<{ id: string; name: string }>(
      'SELECT g.id, g.name FROM resource w JOIN resource g ON g.id = w.parent_id WHERE w.id = $1',
      [workspaceId],
    );
    Object.assign(this, { teamId, workspaceId, group: rows[0]! });
  }

  readonly as = (role: Role = 'OPERATOR', team: string | null = this.teamId): VerbContext => {
    const context = contextForTests(role, this.teamId);
    return { ...context, actor: { ...context.actor, grants: [{ teamId: team, role }] } };
  };

  readonly clusterInput = (change: object = {}): object => ({
    workspaceId: this.workspaceId,
    name: 'cpu',
    vmSize: 'STANDARD_D3_V2',
    scale: { maxNodeCount: 1 },
    costTags: askedTags,
    ...change,
  });

  readonly ask = (mutation: Submission, input: unknown, context = this.as()) =>
    ask(mutation, this.deps, context, input);

  readonly accept = async (mutation: Submission, input: object): Promise<Accepted> => {
    const answer = await this.ask(mutation, input);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  };

  /** Expects that nothing is written but, of a denial, its audit row. */
  readonly refusals = async (
    mutation: Submission,
    input: unknown,
    context = this.as(),
  ): Promise<readonly DomainError[]> => {
    const before = await this.written();
    const answer = await this.ask(mutation, input, context);
    expect(await this.written()).toEqual(before);
    return answer.ok ? [] : answer.error;
  };

  /** As the worker would leave it. */
  readonly finish = async ({ operationId, resourceId }: Accepted): Promise<void> => {
    await this.database.pool.query(
      `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL WHERE id = $1`,
      [operationId],
    );
    await this.database.pool.query(
      `UPDATE resource SET provisioning_state = 'SUCCEEDED', observed = '{}' WHERE id = $1`,
      [resourceId],
    );
  };

  readonly standingCluster = async (change: object = {}): Promise<string> => {
    const accepted = await this.accept(createComputeCluster, this.clusterInput(change));
    await this.finish(accepted);
    return accepted.resourceId;
  };

  /** All that an accepted mutation would have written. */
  private async written(): Promise<unknown> {
    const { rows } = await this.database.pool.query(`SELECT
      (SELECT count(*) FROM resource) AS resources, (SELECT count(*) FROM operation) AS operations,
      (SELECT count(*) FROM operation_step) AS steps, (SELECT count(*) FROM cost_tag) AS tags,
      (SELECT count(*) FROM outbox_event) AS outbox, (SELECT count(*) FROM idempotency_record) AS keys,
      (SELECT count(*) FROM audit_event WHERE action NOT LIKE '%.denied') AS audit,
      (SELECT sum(version) FROM resource) AS versions`);
    return rows[0];
  }
}

/** A scene for the spec that asks for it, from its first test to its last. */
export function submissionScene(): SubmissionScene {
  const scene = new SubmissionScene();
  beforeAll(() => scene.open());
  beforeEach(() => scene.begin());
  afterAll(() => scene.database?.drop());
  return scene;
}

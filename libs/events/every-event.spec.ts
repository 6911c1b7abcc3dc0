import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealAudit } from '#libs/audit';
import { globalId, type Role, type VerbContext } from '#libs/verbs';
import { createComputeCluster } from '../kinds/compute-clusters/create-compute-cluster.verb.js';
import { approveOperation } from '../operations/approvals/approve-operation.verb.js';
import { expireApprovals } from '../operations/approvals/expire-approvals.js';
import { rejectOperation } from '../operations/approvals/reject-operation.verb.js';
import { cancelOperation } from '../operations/interventions/cancel-operation.verb.js';
import { retryOperation } from '../operations/interventions/retry-operation.verb.js';
import { createApiKey } from '../tenants/api-keys/create-api-key.verb.js';
import { grantRole } from '../tenants/roles/grant-role.verb.js';
import { revokeRole } from '../tenants/roles/revoke-role.verb.js';
import { ask } from '../../test/support/ask.js';
import { adminOfAll, engineForTests } from '../../test/support/engine.js';
import { FakeArm } from '../../test/support/fake-arm.js';
import { lookAtAll } from '../../test/support/look.js';
import { SubmissionScene } from '../../test/support/submission-scene.js';
import { eventBody, eventBodySchema, type NumberedEvent } from './event-body.js';
import { eventTypes } from './event-types.js';
import { numberEvents } from './number-events.js';

const scene = new SubmissionScene();
let arm: FakeArm;

beforeAll(() => scene.open());
afterAll(() => scene.database?.drop());
beforeEach(async () => {
  await scene.begin();
  arm = new FakeArm();
});

async function allEvents(): Promise<NumberedEvent[]> {
  while ((await numberEvents(scene.database.pool)) > 0);
  const { rows } = await scene.database.pool.query<NumberedEvent>(
    `SELECT id, type, sequence::text, subject_type AS "subjectType", subject_id AS "subjectId",
       subject_sequence AS "subjectSequence", team_id AS "teamId", occurred_at AS "occurredAt", data
     FROM event ORDER BY event.sequence`,
  );
  return rows;
}

const toldOf = async (id: string): Promise<NumberedEvent[]> =>
  (await allEvents()).filter(({ subjectId }) => subjectId === id);
const typesOf = async (id: string): Promise<string[]> => (await toldOf(id)).map(({ type }) => type);

const engine = () => engineForTests(scene.database.pool, arm, { kinds: scene.deps.kinds });

const newCluster = () =>
  scene.accept(createComputeCluster, scene.clusterInput({ name: `c${randomUUID().slice(0, 8)}x` }));

const armIdOf = async (id: string): Promise<string> => {
  const { rows } = await scene.database.pool.query<{ armId: string }>(
    'SELECT arm_id AS "armId" FROM resource WHERE id = $1',
    [id],
  );
  return rows[0]!.armId;
};

async function person(role: Role): Promise<VerbContext> {
  const { rows } = await scene.database.pool.query<{ id: string }>(
    `WITH kim AS (INSERT INTO principal (kind, display_name) VALUES ('USER', 'Kim') RETURNING id)
      INSERT INTO role_assignment (principal_id, team_id, role) SELECT id, $1, $2 FROM kim RETURNING principal_id AS id`,
    [scene.teamId, role],
  );
  const context = scene.as(role);
  return { ...context, actor: { ...context.actor, principalId: rows[0]!.id } };
}

/** Whoever asks for something now has to find somebody who agrees. */
function askFirst(expiresAfterHours = 24): void {
  const approval = {
    required: 1,
    role: 'APPROVER' as const,
    principalIds: null,
    eligible: 1,
    expiresAfterHours,
  };
  const nothing = {
    usage: null,
    cost: null,
    quota: null,
    ceiling: null,
    policyFindings: [],
    warnings: [],
    refusals: [],
  };
  scene.deps.decide = () => Promise.resolve({ ...nothing, approval });
}

describe('the events of an operation', () => {
  it('tell of every move of it and of its steps, in their order', async () => {
    const { operationId, resourceId } = await newCluster();
    await engine().advance(operationId);
    arm.end(await armIdOf(resourceId), 'Succeeded');
    await lookAtAll(scene.database.pool, arm);
    await engine().advance(operationId);
    const types = await typesOf(operationId);
    expect(types.slice(0, 2)).toEqual(['operation.accepted', 'operation.started']);
    expect(types).toContain('operation.step_waited');
    expect(types.filter((type) => type === 'operation.step_succeeded').length).toBeGreaterThan(1);
    expect(types.at(-1)).toBe('operation.succeeded');
    const told = await toldOf(operationId);
    expect(told.map(({ subjectSequence }) => subjectSequence)).toEqual(told.map((_, at) => at + 1));
    expect(told.map(({ teamId }) => teamId)).toEqual(told.map(() => scene.teamId));
    expect(await typesOf(resourceId)).toEqual(
      expect.arrayContaining(['compute.state_changed', 'compute.nodes_changed']),
    );
  });

  it('tell that it is tried again', async () => {
    const { operationId } = await newCluster();
    await scene.database.pool.query(
      `UPDATE operation SET status = 'FAILED', due_at = NULL, completed_at = now() WHERE id = $1`,
      [operationId],
    );
    await scene.database.pool.query(
      `UPDATE operation_step SET status = 'FAILED' WHERE operation_id = $1 AND position = 0`,
      [operationId],
    );
    await ask(retryOperation, scene.deps, scene.as('ADMIN'), { id: operationId });
    expect(await typesOf(operationId)).toEqual([
      'operation.accepted',
      'operation.retried',
      'operation.step_reset',
    ]);
  });

  it('tell of its end where it is canceled, and that its compute is gone', async () => {
    const { operationId, resourceId } = await newCluster();
    await ask(cancelOperation, scene.deps, scene.as('ADMIN'), { id: operationId });
    expect((await typesOf(operationId)).at(-1)).toBe('operation.canceled');
    expect((await typesOf(resourceId)).at(-1)).toBe('compute.gone');
  });

  it('tell who agreed, who did not, and that nobody did in time', async () => {
    askFirst();
    const agreed = await newCluster();
    await ask(approveOperation, scene.deps, await person('APPROVER'), {
      id: agreed.operationId,
      comment: 'fine',
    });
    expect(await typesOf(agreed.operationId)).toEqual([
      'operation.accepted',
      'approval.requested',
      'approval.approved',
      'operation.queued',
    ]);
    const [, , approved] = await toldOf(agreed.operationId);
    expect(approved!.data).toMatchObject({
      by: { name: 'Kim' },
      agreed: 1,
      required: 1,
      comment: 'fine',
    });
    const rejected = await newCluster();
    await ask(rejectOperation, scene.deps, await person('APPROVER'), {
      id: rejected.operationId,
      comment: null,
    });
    expect(await typesOf(rejected.operationId)).toEqual(
      expect.arrayContaining(['approval.rejected', 'operation.canceled']),
    );
    askFirst(0);
    const expired = await newCluster();
    await expireApprovals(scene.database.pool, scene.deps.kinds, 100);
    expect(await typesOf(expired.operationId)).toContain('approval.expired');
    delete scene.deps.decide;
  });

  it('are none where nothing moved', async () => {
    const { operationId } = await newCluster();
    await engine().advance(operationId);
    const before = await typesOf(operationId);
    await engine().advance(operationId);
    expect(await typesOf(operationId)).toEqual(before);
  });
});

describe('the events of access', () => {
  it('tell who was given what, and who has it no more', async () => {
    const admin = adminOfAll(scene.teamId);
    const { actor } = await person('VIEWER');
    const subject = actor.principalId;
    const given = await ask(grantRole, { ...scene.deps, entraTenantIds: [] }, admin, {
      to: { principalId: globalId('Principal', subject) },
      teamId: globalId('Team', scene.teamId),
      role: 'OPERATOR',
    });
    if (!given.ok) throw new Error(JSON.stringify(given.error));
    const ended = await ask(revokeRole, scene.deps, admin, { id: given.value.roleGrantId });
    expect(ended).toMatchObject({ ok: true });
    const told = await toldOf(subject);
    expect(told.map(({ type }) => type)).toEqual(['role.granted', 'role.revoked']);
    expect(told[1]!.data).toMatchObject({ role: 'OPERATOR', name: 'Kim' });
  });

  it('tell of keys by their readable start and never of a secret', async () => {
    const admin = adminOfAll(scene.teamId);
    const made = await ask(createApiKey, { ...scene.deps, mostApiKeys: 20 }, admin, {
      botName: `bot ${randomUUID()}`,
      role: 'VIEWER',
      teamId: scene.teamId,
      name: 'ci',
    });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    const told = await toldOf(made.value.apiKeyId);
    expect(told).toMatchObject([{ type: 'api_key.created', data: { name: /^arm_\w{8}$/ } }]);
    expect(JSON.stringify(told)).not.toContain(made.value.secret);
  });
});

it('a seal is told of with its place in the chain', async () => {
  await newCluster();
  const sealed = await sealAudit(scene.database.pool);
  const last = (await allEvents()).filter(({ type }) => type === 'audit.sealed').at(-1)!;
  const { from, to } = last.data as { from: number; to: number };
  expect(to - from + 1).toBe(sealed);
  expect(last.teamId).toBeNull();
});

const schemas = new Map(eventTypes.map((one) => [one.type, eventBodySchema(one)]));

describe('the schemas', () => {
  it('take every event of all that happened above', async () => {
    const told = await allEvents();
    expect(told.length).toBeGreaterThan(30);
    for (const event of told)
      expect([
        event.type,
        schemas.get(event.type)!.safeParse(eventBody(event)).error?.issues,
      ]).toEqual([event.type, undefined]);
  });

  it('refuse each with one field changed, left out or added', async () => {
    for (const event of await allEvents())
      for (const changed of changesOf(eventBody(event)))
        expect([changed, schemas.get(event.type)!.safeParse(changed).success]).toEqual([
          changed,
          false,
        ]);
  });
});

/** The value with one field of it of another type, left out, or added, wherever it stands; free objects but for themselves. */
function changesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [typeof value === 'boolean' ? 7 : true];
  return [
    { ...value, other: 1 },
    ...Object.entries(value).flatMap(([key, inner]) => {
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      return [rest, ...changesOf(inner).map((changed) => ({ ...value, [key]: changed }))];
    }),
  ];
}

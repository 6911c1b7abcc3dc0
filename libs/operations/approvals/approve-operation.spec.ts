import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role, VerbContext } from '#libs/verbs';
import { createComputeCluster } from '../../kinds/compute-clusters/create-compute-cluster.verb.js';
import { updateComputeCluster } from '../../kinds/compute-clusters/update-compute-cluster.verb.js';
import { ask } from '../../../test/support/ask.js';
import { said, SubmissionScene } from '../../../test/support/submission-scene.js';
import { leaseOperation } from '../leases/lease-operation.js';
import { abandonOperation } from '../interventions/abandon-operation.verb.js';
import { retryOperation } from '../interventions/retry-operation.verb.js';
import { cancelOperation } from '../interventions/cancel-operation.verb.js';
import type { ApprovalRequirement } from './approval-requirement.js';
import { approveOperation } from './approve-operation.verb.js';
import { expireApprovals } from './expire-approvals.js';
import { rejectOperation } from './reject-operation.verb.js';

const scene = new SubmissionScene();
let requirement: ApprovalRequirement;

beforeAll(async () => {
  await scene.open();
  scene.deps.decide = () =>
    Promise.resolve({
      usage: null,
      cost: null,
      ceiling: null,
      quota: null,
      policyFindings: [],
      approval: requirement,
      warnings: [],
      refusals: [],
    });
});
beforeEach(async () => {
  requirement = {
    required: 1,
    role: 'APPROVER',
    principalIds: null,
    eligible: 3,
    expiresAfterHours: 24,
  };
  await scene.begin();
});
afterAll(() => scene.database?.drop());

const rows = async (text: string, values: unknown[] = []) =>
  (await scene.database.pool.query<Record<string, unknown>>(text, values)).rows;

interface Person extends VerbContext {
  id: string;
}

async function person(role: Role, entraObjectId: string | null = null): Promise<Person> {
  const [{ id }] = (await rows(
    `INSERT INTO principal (kind, display_name, entra_tenant_id, entra_object_id) VALUES ('USER', 'Kim', $1, $2) RETURNING id`,
    [entraObjectId && randomUUID(), entraObjectId],
  )) as [{ id: string }];
  await give(id, role, scene.teamId);
  const context = scene.as(role);
  return { ...context, id, actor: { ...context.actor, principalId: id } };
}

const give = (id: string, role: Role, teamId: string | null) =>
  rows(`INSERT INTO role_assignment (principal_id, team_id, role) VALUES ($1, $2, $3)`, [
    id,
    teamId,
    role,
  ]);

/** A key of one that another made. */
async function key(of: Person, madeBy: Person, madeWith: string | null = null): Promise<string> {
  const [{ id }] = (await rows(
    `INSERT INTO api_key (principal_id, name, prefix, secret_hash, created_by_id, made_with_id)
     VALUES ($1, 'k', $2, '', $3, $4) RETURNING id`,
    [of.id, randomUUID(), madeBy.id, madeWith],
  )) as [{ id: string }];
  return id;
}

const withKey = (of: Person, apiKeyId: string): Person => ({
  ...of,
  actor: { ...of.actor, apiKeyId },
});

async function asked(by: Person): Promise<{ operationId: string; resourceId: string }> {
  const input = scene.clusterInput({ name: `c${randomUUID().slice(0, 8)}x` });
  const answer = await ask(createComputeCluster, scene.deps, by, input);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

const decide =
  (verb: typeof approveOperation | typeof rejectOperation) =>
  async (who: VerbContext, id: string, comment: string | null = null) => {
    const answer = await ask(verb, scene.deps, who, { id, comment });
    return answer.ok ? [] : said(answer.error);
  };
const approve = decide(approveOperation);
const reject = decide(rejectOperation);

const statusOf = async (id: string) =>
  (await rows('SELECT status, error FROM operation WHERE id = $1', [id]))[0];
const auditOf = async (id: string) =>
  (await rows('SELECT action FROM audit_event WHERE operation_id = $1 ORDER BY id', [id])).map(
    ({ action }) => String(action).split('.').at(-1),
  );
/** Whether a worker may take it. */
const isTaken = async (id: string): Promise<boolean> =>
  (await leaseOperation(scene.database.pool, id, { leaseName: 'spec', leaseMs: 1_000 })) !==
  undefined;

describe('an operation that awaits approval', () => {
  it('holds its name and is taken by no worker', async () => {
    const operation = await asked(await person('OPERATOR'));
    expect(await isTaken(operation.operationId)).toBe(false);
    expect(await statusOf(operation.operationId)).toMatchObject({ status: 'AWAITING_APPROVAL' });
    expect(
      await rows(
        `SELECT topic FROM outbox_event WHERE operation_id = $1 AND topic = 'operation.due'`,
        [operation.operationId],
      ),
    ).toEqual([]);
    expect(
      await rows('SELECT gone_at FROM resource WHERE id = $1', [operation.resourceId]),
    ).toEqual([{ gone_at: null }]);
  });

  it('begins once as many agree as it takes, each counted once', async () => {
    requirement.required = 2;
    const { operationId } = await asked(await person('OPERATOR'));
    const [one, other] = [await person('APPROVER'), await person('APPROVER')];
    expect(await approve(one, operationId, 'fine')).toEqual([]);
    expect(await approve(one, operationId)).toEqual([]);
    expect(await statusOf(operationId)).toMatchObject({ status: 'AWAITING_APPROVAL' });
    expect(await approve(other, operationId)).toEqual([]);
    expect(await statusOf(operationId)).toMatchObject({ status: 'QUEUED' });
    expect(await approve(other, operationId)).toEqual([]);
    expect(await auditOf(operationId)).toEqual(['accepted', 'approved', 'approved']);
    expect(await isTaken(operationId)).toBe(true);
  });

  it('counts one person under two principals once', async () => {
    requirement.required = 2;
    const { operationId } = await asked(await person('OPERATOR'));
    const objectId = randomUUID();
    await approve(await person('APPROVER', objectId), operationId);
    await approve(await person('APPROVER', objectId), operationId);
    expect(await statusOf(operationId)).toMatchObject({ status: 'AWAITING_APPROVAL' });
  });

  it('ends with one rejection, whoever agreed, and frees its name', async () => {
    requirement.required = 2;
    const { operationId, resourceId } = await asked(await person('OPERATOR'));
    const changesMind = await person('APPROVER');
    await approve(changesMind, operationId);
    expect(await reject(changesMind, operationId, 'too dear')).toEqual([]);
    expect(await statusOf(operationId)).toMatchObject({
      status: 'CANCELED',
      error: { code: 'APPROVAL_REJECTED', message: expect.stringContaining('too dear') as string },
    });
    const [row] = await rows('SELECT gone_at FROM resource WHERE id = $1', [resourceId]);
    expect(row?.['gone_at']).not.toBeNull();
    expect(await approve(await person('APPROVER'), operationId)).toEqual([
      'INVALID_STATE input.id',
    ]);
    expect(await auditOf(operationId)).toEqual(['accepted', 'approved', 'rejected']);
  });

  it('takes back what a change asked for when it is rejected', async () => {
    const maxima = () =>
      rows(`SELECT desired -> 'scale' ->> 'maxNodeCount' AS max FROM resource WHERE id = $1`, [id]);
    const decided = scene.deps.decide!;
    delete scene.deps.decide;
    const id = await scene.standingCluster();
    scene.deps.decide = decided;
    const input = { computeId: id, scale: { maxNodeCount: 9 } };
    const answer = await ask(updateComputeCluster, scene.deps, await person('OPERATOR'), input);
    const operationId = answer.ok ? answer.value.operationId : '';
    expect(await maxima()).toEqual([{ max: '9' }]);
    await reject(await person('APPROVER'), operationId);
    expect(await maxima()).toEqual([{ max: '1' }]);
  });

  it('is canceled by whoever asked', async () => {
    const asker = await person('OPERATOR');
    const { operationId } = await asked(asker);
    const answer = await ask(cancelOperation, scene.deps, asker, { id: operationId });
    expect(answer.ok).toBe(true);
    expect(await statusOf(operationId)).toMatchObject({ status: 'CANCELED', error: null });
  });

  it('has one outcome where some agree and others do not at the same moment', async () => {
    const { operationId } = await asked(await person('OPERATOR'));
    const people = await Promise.all(Array.from({ length: 8 }, () => person('APPROVER')));
    await Promise.all(
      people.map((who, at) =>
        at % 2 === 0 ? approve(who, operationId) : reject(who, operationId),
      ),
    );
    const { status } = (await statusOf(operationId)) as { status: string };
    const ends = (await auditOf(operationId)).slice(1);
    expect(ends).toEqual([status === 'QUEUED' ? 'approved' : 'rejected']);
  });

  it('is canceled when its time is over, and cannot be agreed to from then on', async () => {
    requirement.expiresAfterHours = 0;
    const { operationId, resourceId } = await asked(await person('OPERATOR'));
    const approver = await person('APPROVER');
    expect(await approve(approver, operationId)).toEqual(['APPROVAL_EXPIRED input.id']);
    expect(await expireApprovals(scene.database.pool, scene.deps.kinds, 100)).toBe(1);
    expect(await expireApprovals(scene.database.pool, scene.deps.kinds, 100)).toBe(0);
    expect(await statusOf(operationId)).toMatchObject({
      status: 'CANCELED',
      error: { code: 'APPROVAL_EXPIRED' },
    });
    const [row] = await rows('SELECT gone_at FROM resource WHERE id = $1', [resourceId]);
    expect(row?.['gone_at']).not.toBeNull();
    expect(await auditOf(operationId)).toEqual(['accepted', 'approval_expired']);
  });
});

describe('nobody decides', () => {
  const notApprover = ['NOT_APPROVER input.id'];

  it('on what they asked for', async () => {
    const admin = await person('ADMIN');
    const { operationId } = await asked(admin);
    expect(await approve(admin, operationId)).toEqual(notApprover);
    expect(await reject(admin, operationId)).toEqual(notApprover);
  });

  it('as the same Entra object under another principal', async () => {
    const objectId = randomUUID();
    const { operationId } = await asked(await person('OPERATOR', objectId));
    expect(await approve(await person('APPROVER', objectId), operationId)).toEqual(notApprover);
  });

  it('who made the key that asked, or the key that this one was made with', async () => {
    const [maker, first, bot] = [
      await person('ADMIN'),
      await person('ADMIN'),
      await person('OPERATOR'),
    ];
    const firstKey = await key(maker, first);
    await key(bot, maker, firstKey);
    const { operationId } = await asked(bot);
    expect(await approve(maker, operationId)).toEqual(notApprover);
    expect(await approve(first, operationId)).toEqual(notApprover);
    expect(await approve(await person('APPROVER'), operationId)).toEqual([]);
  });

  it('with a key that was made by whoever asked', async () => {
    const [asker, bot] = [await person('ADMIN'), await person('APPROVER')];
    const { operationId } = await asked(asker);
    const apiKeyId = await key(bot, asker);
    expect(await approve(withKey(bot, apiKeyId), operationId)).toEqual(notApprover);
    const byOther = await key(bot, await person('ADMIN'));
    expect(await approve(withKey(bot, byOther), operationId)).toEqual([]);
  });

  it('as one bot on what another asked for, where one person made both, and could not take the rule away', async () => {
    const maker = await person('ADMIN');
    const [asks, decides] = [await person('OPERATOR'), await person('APPROVER')];
    await key(asks, maker);
    const bot = withKey(decides, await key(decides, maker));
    const { operationId } = await asked(asks);
    expect(await approve(bot, operationId)).toEqual(notApprover);
    await give(maker.id, 'ADMIN', null);
    expect(await approve(bot, operationId)).toEqual([]);
  });

  it('twice, with a key that they made of another', async () => {
    requirement.required = 2;
    const { operationId } = await asked(await person('OPERATOR'));
    const [maker, bot] = [await person('ADMIN'), await person('APPROVER')];
    expect(await approve(maker, operationId)).toEqual([]);
    expect(await approve(withKey(bot, await key(bot, maker)), operationId)).toEqual(notApprover);
    expect(await statusOf(operationId)).toMatchObject({ status: 'AWAITING_APPROVAL' });
  });

  it.each([
    ['was disabled', 'UPDATE principal SET disabled_at = now() WHERE id = $1'],
    ['lost the role', 'DELETE FROM role_assignment WHERE principal_id = $1'],
  ])('any more who %s', async (_, leaves) => {
    requirement.required = 2;
    const { operationId } = await asked(await person('OPERATOR'));
    const left = await person('APPROVER');
    await approve(left, operationId);
    await rows(leaves, [left.id]);
    await approve(await person('APPROVER'), operationId);
    expect(await statusOf(operationId)).toMatchObject({ status: 'AWAITING_APPROVAL' });
    await approve(await person('APPROVER'), operationId);
    expect(await statusOf(operationId)).toMatchObject({ status: 'QUEUED' });
  });

  it('by giving it up and trying it again', async () => {
    const asker = await person('OPERATOR');
    const { operationId } = await asked(asker);
    const admin = { ...scene.as('ADMIN', null), where: 'platform' as const };
    const given = await ask(abandonOperation, scene.deps, admin, { id: operationId });
    expect(given.ok).toBe(true);
    const retried = await ask(retryOperation, scene.deps, asker, { id: operationId });
    expect(retried.ok ? [] : said(retried.error)).toEqual(['INVALID_STATE input.id']);
  });

  it('whom its rule does not ask', async () => {
    const [named, approver, admin] = [
      await person('APPROVER'),
      await person('APPROVER'),
      await person('ADMIN'),
    ];
    requirement.principalIds = [named.id];
    const one = await asked(await person('OPERATOR'));
    expect(await approve(approver, one.operationId)).toEqual(notApprover);
    expect(await approve(named, one.operationId)).toEqual([]);
    requirement = { ...requirement, principalIds: null, role: 'ADMIN' };
    const other = await asked(await person('OPERATOR'));
    expect(await approve(approver, other.operationId)).toEqual(notApprover);
    expect(await approve(admin, other.operationId)).toEqual([]);
  });

  it('without the role, and finds nothing where they see nothing', async () => {
    const { operationId } = await asked(await person('OPERATOR'));
    expect(await approve(await person('OPERATOR'), operationId)).toEqual(['FORBIDDEN input.id']);
    const stranger = await person('APPROVER');
    await rows('DELETE FROM role_assignment WHERE principal_id = $1', [stranger.id]);
    const elsewhere = {
      ...stranger,
      actor: { ...stranger.actor, grants: [{ teamId: randomUUID(), role: 'APPROVER' as const }] },
    };
    expect(await approve(elsewhere, operationId)).toEqual(['NOT_FOUND input.id']);
  });
});

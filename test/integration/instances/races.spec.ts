import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelOperation, retryOperation } from '#libs/catalogue';
import { type ArmBody } from '#libs/operations';
import { kinds } from '#libs/kinds';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { contextForTests, engineForTests, letTimePass, storyOf } from '../../support/engine.js';
import { FakeInstanceArm } from '../../support/fake-instance-arm.js';
import {
  acceptedInstance,
  askInstance,
  givenInstance,
  playInstance,
  type GivenInstance,
  type InstanceUseCase,
} from '../../support/instances.js';
import { lookAtAll } from '../../support/look.js';
import { askOf } from '../../support/ask.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

type Given = GivenInstance & { arm: FakeInstanceArm };

async function given(state: 'Running' | 'Stopped' = 'Running'): Promise<Given> {
  const arm = new FakeInstanceArm();
  const instance = { arm, ...(await givenInstance(database.pool, arm)) };
  if (state === 'Stopped') await perform(instance, 'stop');
  return instance;
}

const accept = ({ teamId, computeId, name }: Given, what: InstanceUseCase, input: object = {}) =>
  acceptedInstance(database.pool, teamId, what, {
    computeId,
    ...input,
    ...(what === 'delete' && { confirmName: name }),
  });

async function perform(instance: Given, what: InstanceUseCase, input: object = {}) {
  const accepted = await accept(instance, what, input);
  const story = await playInstance(database.pool, instance.arm, accepted.operationId);
  return { ...story, ...accepted };
}

async function rowOf({ computeId }: Given) {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `SELECT desired, observed, provisioning_state AS state, vm_size_key AS "vmSizeKey" FROM resource WHERE id = $1`,
    [computeId],
  );
  return rows[0];
}

const errorOf = async (operationId: string): Promise<unknown> =>
  (
    await database.pool.query<{ error: unknown }>('SELECT error FROM operation WHERE id = $1', [
      operationId,
    ])
  ).rows[0]?.error;

const actionsSince = ({ arm }: Given, from: number): (string | undefined)[] =>
  arm.ledger.slice(from).map(({ verb, action }) => action ?? verb);

const evenings = [{ action: 'STOP', trigger: { cron: { expression: '0 18 * * *' } } }];
const bigger = { vmSize: 'Standard_DS12_v2' };

/** The machine's next states, one for each read, after which reads tell the truth again. */
function answer({ arm, armId }: Given, ...states: (string | undefined)[]): void {
  const get = arm.get.bind(arm);
  arm.get = async (id) => {
    const body = await get(id);
    return id === armId && states.length > 0 && body ? withState(body, states.shift()) : body;
  };
}

const withState = (body: ArmBody, state: string | undefined): ArmBody => {
  const properties = body['properties'] as { properties: object };
  return {
    ...body,
    properties: { ...properties, properties: { ...properties.properties, state } },
  };
};

describe('what Azure reads out late', () => {
  it.each([
    ['start', 'Stopped'],
    ['stop', 'Running'],
  ] as const)('does not fail a %s that succeeded', async (verb, before) => {
    const instance = await given(before);
    answer(instance, before, before, before);
    expect(await perform(instance, verb)).toMatchObject({ status: 'SUCCEEDED', error: null });
  });

  it.each(['stop', 'restart'] as const)(
    'does not fail a %s of a machine that was broken before it',
    async (verb) => {
      const instance = await given();
      instance.arm.change(instance.armId, { state: 'UserSetupFailed' });
      answer(instance, 'UserSetupFailed', 'UserSetupFailed', 'UserSetupFailed');
      expect(await perform(instance, verb)).toMatchObject({ status: 'SUCCEEDED', error: null });
    },
  );

  it('nor does a state that is newer than Armature', async () => {
    const instance = await given('Stopped');
    answer(instance, 'Stopped', 'Reimaging');
    expect((await perform(instance, 'start')).status).toBe('SUCCEEDED');
  });

  it('nor a machine whose state Azure does not name at all', async () => {
    const instance = await given();
    const get = instance.arm.get.bind(instance.arm);
    instance.arm.get = async (id) => {
      const body = await get(id);
      return body && withState(body, undefined);
    };
    for (const verb of ['stop', 'start', 'restart'] as const)
      expect((await perform(instance, verb)).status, verb).toBe('SUCCEEDED');
  });
});

describe('a schedule', () => {
  it('that stops it in the middle of our start is named as the reason', async () => {
    const instance = await given('Stopped');
    const { arm, armId } = instance;
    arm.endAll = () => {
      const operationTime = '2026-05-05T18:00:00Z';
      const stopped = { operationName: 'Stop', operationStatus: 'Succeeded', operationTime };
      const lastOperation = { ...stopped, operationTrigger: 'Schedule' };
      arm.change(armId, { state: 'Stopped', lastOperation });
    };
    const { operationId, ...story } = await perform(instance, 'start');
    expect(story).toMatchObject({ status: 'FAILED', error: 'STATE_NOT_REACHED' });
    expect(await errorOf(operationId)).toMatchObject({
      message: expect.stringContaining(
        'came to rest as Stopped. Its last operation: STOP by its schedule',
      ) as string,
      retry: 'LATER',
    });
    expect(await rowOf(instance)).toMatchObject({
      state: 'SUCCEEDED',
      observed: { state: 'STOPPED', lastOperation: { trigger: 'SCHEDULE' } },
    });
  });

  it('that starts it already is waited for, and nothing is sent', async () => {
    const instance = await given('Stopped');
    const from = instance.arm.ledger.length;
    instance.arm.change(instance.armId, { state: 'Starting' });
    expect(await perform(instance, 'start')).toMatchObject({
      status: 'SUCCEEDED',
      steps: ['start instance: SKIPPED', 'await instance: SUCCEEDED', 'await state: SUCCEEDED'],
    });
    expect(actionsSince(instance, from)).toEqual([]);
  });

  it('that stops it just before our restart leaves it stopped, and says what works from there', async () => {
    const instance = await given();
    const from = instance.arm.ledger.length;
    instance.arm.change(instance.armId, { state: 'Stopping' });
    const { operationId, ...story } = await perform(instance, 'restart');
    expect(story).toMatchObject({ status: 'FAILED', error: 'INVALID_STATE' });
    expect(await errorOf(operationId)).toMatchObject({
      remedy: 'From Stopped these work: start, resize.',
    });
    expect(actionsSince(instance, from)).toEqual([]);
  });

  it('that restarts it after the PUT of an update was accepted changes nothing', async () => {
    const instance = await given();
    const { arm, armId } = instance;
    const put = arm.put.bind(arm);
    arm.put = async (id, body) => {
      const accepted = await put(id, body);
      arm.change(armId, { state: 'Restarting' });
      return accepted;
    };
    expect((await perform(instance, 'update', { schedules: evenings })).status).toBe('SUCCEEDED');
  });
});

describe('a resize that failed', () => {
  async function failed(): Promise<{ instance: Given; operationId: string }> {
    const instance = await given('Stopped');
    const { arm, armId } = instance;
    const { operationId } = await accept(instance, 'resize', bigger);
    const endAll = arm.endAll.bind(arm);
    arm.endAll = () => {
      arm.change(armId, { state: 'Stopped', targetVMSize: undefined });
      arm.end(armId, 'Failed');
    };
    expect((await playInstance(database.pool, arm, operationId)).status).toBe('FAILED');
    arm.endAll = endAll;
    arm.end(armId, 'Succeeded');
    return { instance, operationId };
  }

  it('does not fail every update after it', async () => {
    const { instance } = await failed();
    const from = instance.arm.ledger.length;
    const story = await perform(instance, 'update', { idleTimeBeforeShutdown: 'PT30M' });
    expect(story, JSON.stringify(story)).toMatchObject({ status: 'SUCCEEDED' });
    expect(actionsSince(instance, from)).toEqual(['updateIdleShutdownSetting']);
  });

  it('is asked for again as something to do', async () => {
    const { instance } = await failed();
    const story = await perform(instance, 'resize', bigger);
    expect(story).toMatchObject({ status: 'SUCCEEDED', noop: false });
    expect(await rowOf(instance)).toMatchObject({ vmSizeKey: 'standard_ds12_v2' });
  });

  it('is sent again by a retry', async () => {
    const { instance, operationId } = await failed();
    const from = instance.arm.ledger.length;
    expect((await retry(instance, operationId)).status).toBe('SUCCEEDED');
    expect(actionsSince(instance, from)).toEqual(['resize']);
  });
});

describe('what somebody changed in the portal', () => {
  it('does not fail a resize', async () => {
    const instance = await given('Stopped');
    instance.arm.change(instance.armId, { idleTimeBeforeShutdown: 'PT15M' });
    expect((await perform(instance, 'resize', bigger)).status).toBe('SUCCEEDED');
  });

  it('such as the size does not fail an update', async () => {
    const instance = await given();
    instance.arm.change(instance.armId, { vmSize: 'Standard_DS3_v2' });
    expect((await perform(instance, 'update', { schedules: evenings })).status).toBe('SUCCEEDED');
    expect(instance.arm.settingsAt(instance.armId)).toMatchObject({ vmSize: 'Standard_DS3_v2' });
  });
});

describe('two at once', () => {
  it.each([
    ['start', 'stop'],
    ['restart', 'restart'],
    ['stop', 'delete'],
    ['update', 'resize'],
  ] as const)('%s and %s: one is accepted, the other told of it', async (one, other) => {
    const instance = await given();
    const ask = (what: InstanceUseCase) =>
      askInstance(database.pool, instance.teamId, what, {
        computeId: instance.computeId,
        ...(what === 'delete' && { confirmName: instance.name }),
        ...(what === 'resize' && bigger),
      });
    const answers = await Promise.all([ask(one), ask(other)]);
    const refused = answers.flatMap((asked) => (asked.ok ? [] : asked.error));
    expect(refused).toMatchObject([
      { code: 'OPERATION_IN_PROGRESS', field: ['input', 'computeId'] },
    ]);
  });
});

async function retry({ arm, teamId }: Given, operationId: string) {
  const asked = await askOf(
    retryOperation,
    { pool: database.pool, kinds },
    contextForTests('OPERATOR', teamId),
    operationId,
  );
  expect(asked).toMatchObject({ ok: true });
  return playInstance(database.pool, arm, operationId);
}

describe('a retry', () => {
  it.each([
    ['start', 'Stopped'],
    ['stop', 'Running'],
    ['restart', 'Running'],
  ] as const)('of a %s that Azure failed sends it once more', async (verb, before) => {
    const instance = await given(before);
    const { arm, armId } = instance;
    const from = arm.ledger.length;
    const endAll = arm.endAll.bind(arm);
    arm.endAll = () => {
      arm.change(armId, { state: before });
      arm.end(armId, 'Failed');
    };
    const { operationId, ...story } = await perform(instance, verb);
    expect(story).toMatchObject({ status: 'FAILED', error: 'AllocationFailed' });
    arm.endAll = endAll;
    arm.end(armId, 'Succeeded');
    expect((await retry(instance, operationId)).status).toBe('SUCCEEDED');
    expect(actionsSince(instance, from)).toEqual([verb, verb]);
  });

  it('of an update that Azure ignored sends only what is still missing', async () => {
    const instance = await given();
    const { arm, armId } = instance;
    arm.withoutActions.add('updateSchedules');
    const put = arm.put.bind(arm);
    arm.put = async (id, body) => {
      const accepted = await put(id, body);
      arm.change(armId, { schedules: { computeStartStop: [] } });
      return accepted;
    };
    const from = arm.ledger.length;
    const input = { schedules: evenings, idleTimeBeforeShutdown: 'PT30M' };
    const { operationId, ...story } = await perform(instance, 'update', input);
    expect(story).toMatchObject({ status: 'FAILED', error: 'FIELD_IGNORED_BY_AZURE' });
    expect(actionsSince(instance, from)).toEqual(['updateIdleShutdownSetting', 'PUT']);
    arm.put = put;
    expect((await retry(instance, operationId)).status).toBe('SUCCEEDED');
    expect(actionsSince(instance, from)).toEqual(['updateIdleShutdownSetting', 'PUT', 'PUT']);
  });

  it('that finds it where no start leads leaves no row that is under way for ever', async () => {
    const instance = await given('Stopped');
    const { arm, armId } = instance;
    arm.endAll = () => {
      arm.change(armId, { state: 'Stopped' });
      arm.end(armId, 'Failed');
    };
    const { operationId } = await perform(instance, 'start');
    arm.end(armId, 'Succeeded');
    arm.change(armId, { state: 'CreateFailed' });
    expect(await retry(instance, operationId)).toMatchObject({
      status: 'FAILED',
      error: 'INVALID_STATE',
    });
    expect(await rowOf(instance)).toMatchObject({ state: 'SUCCEEDED' });
    arm.end(armId, 'Gone');
    expect(await retry(instance, operationId)).toMatchObject({ error: 'NOT_FOUND_IN_AZURE' });
    expect(await rowOf(instance)).toMatchObject({ state: 'FAILED' });
  });
});

describe('a cancel', () => {
  it('before anything was sent takes back what was asked for: no later change sends it after all', async () => {
    const instance = await given();
    const standing = await wantedOf(instance);
    const { operationId } = await accept(instance, 'update', {
      schedules: [{ action: 'STOP', trigger: { cron: { expression: '0 18 * * *' } } }],
      costTags: [{ key: 'owner', value: 'somebody else' }],
    });
    expect(await wantedOf(instance)).not.toEqual(standing);
    const context = contextForTests('OPERATOR', instance.teamId);
    await askOf(cancelOperation, { pool: database.pool, kinds }, context, operationId);
    expect(await wantedOf(instance)).toEqual(standing);
    const puts = instance.arm.countOf('PUT', instance.armId);
    const later = await perform(instance, 'update', { idleTimeBeforeShutdown: 'PT45M' });
    expect(later.status, JSON.stringify(later)).toBe('SUCCEEDED');
    expect(instance.arm.countOf('PUT', instance.armId)).toBe(puts);
  });

  it('of a retry leaves what an earlier try has sent: Azure may have it', async () => {
    const instance = await given();
    const { arm, armId } = instance;
    arm.withoutActions.add('updateSchedules');
    const put = arm.put.bind(arm);
    arm.put = async (id, body) => {
      const answer = await put(id, body);
      arm.change(armId, { schedules: { computeStartStop: [] } });
      return answer;
    };
    const schedules = [{ action: 'STOP', trigger: { cron: { expression: '0 18 * * *' } } }];
    const failed = await perform(instance, 'update', { schedules });
    expect(failed.status).toBe('FAILED');
    const asked = await wantedOf(instance);
    const context = contextForTests('OPERATOR', instance.teamId);
    expect(
      await askOf(retryOperation, { pool: database.pool, kinds }, context, failed.operationId),
    ).toMatchObject({ ok: true });
    expect(
      await askOf(cancelOperation, { pool: database.pool, kinds }, context, failed.operationId),
    ).toMatchObject({ ok: true });
    expect(await wantedOf(instance)).toEqual(asked);
  });

  it('of a resize before it was sent leaves the size by which it is found', async () => {
    const instance = await given('Stopped');
    const { operationId } = await accept(instance, 'resize', { vmSize: 'Standard_DS12_v2' });
    const context = contextForTests('OPERATOR', instance.teamId);
    await askOf(cancelOperation, { pool: database.pool, kinds }, context, operationId);
    expect(await wantedOf(instance)).toMatchObject({
      desired: { vmSize: 'Standard_DS11_v2' },
      vmSizeKey: 'standard_ds11_v2',
    });
  });

  const works: [InstanceUseCase, 'Running' | 'Stopped', object][] = [
    ['update', 'Running', { schedules: evenings, idleTimeBeforeShutdown: 'PT30M' }],
    ['start', 'Stopped', {}],
    ['stop', 'Running', {}],
    ['restart', 'Running', {}],
    ['resize', 'Stopped', bigger],
    ['delete', 'Running', {}],
  ];

  it.each(works)(
    'of %s is taken until something was sent, and refused from then on',
    async (what, from, input) => {
      let taken = 0;
      let refused = 0;
      for (let calls = 0; ; calls += 1) {
        const instance = await given(from);
        const before = instance.arm.ledger.length;
        const { operationId } = await accept(instance, what, input);
        const canceled = await cancelAtCall(instance, operationId, calls);
        if (canceled === undefined) break;
        const story = await playInstance(database.pool, instance.arm, operationId);
        const sent = actionsSince(instance, before);
        const where = `canceled at call ${calls}: ${JSON.stringify(story)}, sent ${sent.join()}`;
        // Where it came while a request went out, the operation goes on to its end.
        const ends = canceled && sent.length === 0 ? 'CANCELED' : 'SUCCEEDED';
        expect(story.status, where).toBe(ends);
        expect(canceled || sent.length > 0, where).toBe(true);
        taken += Number(canceled);
        refused += Number(!canceled);
      }
      expect(taken).toBeGreaterThan(0);
      expect(refused).toBeGreaterThan(0);
    },
  );

  /** Cancels while the nth call to Azure is under way; whether that was taken, undefined where it ended before. */
  async function cancelAtCall(
    { arm, teamId }: Given,
    operationId: string,
    nth: number,
  ): Promise<boolean | undefined> {
    const engine = engineForTests(database.pool, arm, { kinds });
    const from = arm.calls.length;
    let asked: boolean | undefined;
    const call = arm.beforeCall;
    arm.beforeCall = async () => {
      if (arm.calls.length - from !== nth + 1 || asked !== undefined) return;
      const context = contextForTests('OPERATOR', teamId);
      asked = (await askOf(cancelOperation, { pool: database.pool, kinds }, context, operationId))
        .ok;
    };
    for (let round = 0; round < 60 && asked === undefined; round += 1) {
      await engine.advance(operationId);
      if ((await storyOf(database.pool, operationId)).status === 'SUCCEEDED') break;
      arm.endAll();
      await lookAtAll(database.pool, arm);
      await letTimePass(database.pool, operationId);
    }
    arm.beforeCall = call;
    return asked;
  }
});

/** What is asked of Azure, and what it is paid under. */
async function wantedOf({ computeId }: Given): Promise<unknown> {
  const { rows } = await database.pool.query(
    `SELECT desired, vm_size_key AS "vmSizeKey", (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY key), '[]')
       FROM cost_tag c WHERE c.resource_id = r.id) AS "costTags" FROM resource r WHERE id = $1`,
    [computeId],
  );
  return rows[0];
}

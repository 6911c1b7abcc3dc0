import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DomainError } from '#libs/kernel';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { FakeInstanceArm } from '../../support/fake-instance-arm.js';
import {
  acceptedInstance,
  askInstance,
  givenInstance,
  playInstance,
  type GivenInstance,
  type InstanceUseCase,
} from '../../support/instances.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const identity = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const eachEvening = {
  action: 'STOP',
  trigger: { cron: { expression: '0 18 * * *', timeZone: 'Europe/Berlin' } },
};

async function given(input: object = {}) {
  const arm = new FakeInstanceArm();
  const instance = await givenInstance(database.pool, arm, input);
  return { arm, ...instance };
}
type Given = GivenInstance & { arm: FakeInstanceArm };

/** Asks, and plays what was accepted to its end. */
async function perform(
  { arm, teamId, computeId }: Given,
  what: InstanceUseCase,
  input: object = {},
) {
  const asked = { computeId, ...input };
  const accepted = await acceptedInstance(database.pool, teamId, what, asked);
  return { ...(await playInstance(database.pool, arm, accepted.operationId)), accepted };
}

async function refusals(
  { teamId, computeId }: Given,
  what: InstanceUseCase,
  input: object = {},
): Promise<readonly DomainError[]> {
  const asked = await askInstance(database.pool, teamId, what, { computeId, ...input });
  return asked.ok ? [] : asked.error;
}

async function rowOf({ computeId }: Given) {
  const { rows } = await database.pool.query<{
    desired: Record<string, unknown>;
    observed: Record<string, unknown>;
    state: string;
    gone: boolean;
  }>(
    `SELECT desired, observed, provisioning_state AS state, gone_at IS NOT NULL AS gone FROM resource WHERE id = $1`,
    [computeId],
  );
  return rows[0]!;
}

/** What the sweep would have written: Azure's state as the row has it. */
const observeState = (instance: Given, state: string): Promise<unknown> =>
  database.pool.query(
    `UPDATE resource SET observed = observed || jsonb_build_object('state', $2::text, 'rawState', $2::text) WHERE id = $1`,
    [instance.computeId, state],
  );

const actionsOf = (instance: Given): (string | undefined)[] =>
  instance.arm.ledger.filter(({ verb }) => verb === 'POST').map(({ action }) => action);

describe('a compute instance', () => {
  it('is made with everything that was asked for, and is read back running', async () => {
    const instance = await given({
      assignedUser: {
        objectId: '6f0a1c5e-0000-4000-8000-000000000001',
        tenantId: '6f0a1c5e-0000-4000-8000-000000000002',
      },
      idleTimeBeforeShutdown: 'PT30M',
      schedules: [eachEvening],
      setupScripts: { creationScript: { source: { text: 'echo hello' }, timeout: 'PT25M' } },
      customApplications: [
        { name: 'rstudio', image: 'ghcr.io/r:1', targetPort: 8787, publishedPort: 8787 },
      ],
    });
    expect(instance.arm.settingsAt(instance.armId)).toMatchObject({
      vmSize: 'Standard_DS11_v2',
      state: 'Running',
      idleTimeBeforeShutdown: 'PT30M',
      personalComputeInstanceSettings: {
        assignedUser: { objectId: '6f0a1c5e-0000-4000-8000-000000000001' },
      },
      sshSettings: { sshPublicAccess: 'Disabled' },
      setupScripts: {
        scripts: {
          creationScript: {
            scriptSource: 'inline',
            scriptData: Buffer.from('echo hello').toString('base64'),
            timeout: '25m',
          },
        },
      },
      schedules: {
        computeStartStop: [
          {
            action: 'Stop',
            triggerType: 'Cron',
            cron: { expression: '0 18 * * *', timeZone: 'W. Europe Standard Time' },
          },
        ],
      },
      customServices: [{ name: 'rstudio', endpoints: [{ target: 8787, published: 8787 }] }],
    });
    expect(await rowOf(instance)).toMatchObject({
      state: 'SUCCEEDED',
      observed: { state: 'RUNNING', idleTimeBeforeShutdown: 'PT30M' },
    });
  });

  it('stops, starts and restarts, each by one call', async () => {
    const instance = await given();
    for (const verb of ['stop', 'start', 'restart'] as const) {
      const story = await perform(instance, verb);
      expect(story, JSON.stringify(story)).toMatchObject({
        status: 'SUCCEEDED',
        steps: [
          `${verb} instance: SUCCEEDED`,
          'await instance: SUCCEEDED',
          'await state: SUCCEEDED',
        ],
        audit: ['accepted', 'started', 'submitted', 'succeeded'],
      });
    }
    expect(actionsOf(instance)).toEqual(['stop', 'start', 'restart']);
    expect(await rowOf(instance)).toMatchObject({ observed: { state: 'RUNNING' } });
  });

  it.each(['start', 'stop'] as const)(
    'is left alone by a %s where it stands so already',
    async (verb) => {
      const instance = await given();
      if (verb === 'stop') await perform(instance, 'stop');
      const before = instance.arm.ledger.length;
      const story = await perform(instance, verb);
      expect(story.accepted).toMatchObject({ noop: true });
      expect(story.status).toBe('SUCCEEDED');
      expect(story.steps[0]).toBe(`${verb} instance: SKIPPED`);
      expect(instance.arm.ledger.slice(before)).toEqual([]);
    },
  );

  it('is started although its row still says that it runs: the schedule stopped it meanwhile', async () => {
    const instance = await given();
    instance.arm.change(instance.armId, { state: 'Stopped' });
    const story = await perform(instance, 'start');
    expect(story).toMatchObject({ status: 'SUCCEEDED', accepted: { noop: true } });
    expect(actionsOf(instance)).toEqual(['start']);
  });

  it('takes another size', async () => {
    const instance = await given();
    await perform(instance, 'stop');
    expect((await perform(instance, 'resize', { vmSize: 'Standard_DS12_v2' })).status).toBe(
      'SUCCEEDED',
    );
    expect(await rowOf(instance)).toMatchObject({
      desired: { vmSize: 'Standard_DS12_v2' },
      observed: { vmSize: 'Standard_DS12_v2', state: 'STOPPED' },
    });
    const same = await perform(instance, 'resize', { vmSize: 'standard_ds12_v2' });
    expect(same.accepted).toMatchObject({ noop: true });
    expect(actionsOf(instance)).toEqual(['stop', 'resize']);
  });

  it('changes its idle time by the call that there is for it, and nothing else', async () => {
    const instance = await given();
    const puts = instance.arm.countOf('PUT', instance.armId);
    const story = await perform(instance, 'update', { idleTimeBeforeShutdown: 'PT45M' });
    expect(story).toMatchObject({
      status: 'SUCCEEDED',
      steps: [
        'set schedules: SKIPPED',
        'set idle time: SUCCEEDED',
        'put compute: SKIPPED',
        'await compute: SUCCEEDED',
        'verify compute: SUCCEEDED',
      ],
    });
    expect(actionsOf(instance)).toEqual(['updateIdleShutdownSetting']);
    expect(instance.arm.countOf('PUT', instance.armId)).toBe(puts);
    expect(await rowOf(instance)).toMatchObject({ observed: { idleTimeBeforeShutdown: 'PT45M' } });
  });

  it('changes its schedules by the call that there is for them, and nothing else', async () => {
    const instance = await given({ idleTimeBeforeShutdown: 'PT30M' });
    const puts = instance.arm.countOf('PUT', instance.armId);
    const story = await perform(instance, 'update', { schedules: [eachEvening] });
    expect(story).toMatchObject({ status: 'SUCCEEDED' });
    expect(story.steps.slice(0, 3)).toEqual([
      'set schedules: SUCCEEDED',
      'set idle time: SKIPPED',
      'put compute: SKIPPED',
    ]);
    expect(actionsOf(instance)).toEqual(['updateSchedules']);
    expect(instance.arm.countOf('PUT', instance.armId)).toBe(puts);
    expect(instance.arm.settingsAt(instance.armId)).toMatchObject({
      idleTimeBeforeShutdown: 'PT30M',
      schedules: { computeStartStop: [{ action: 'Stop' }] },
    });
  });

  it('changes its schedules by a PUT that keeps what it does not know of, where there is no call', async () => {
    const instance = await given({ idleTimeBeforeShutdown: 'PT30M' });
    instance.arm.withoutActions.add('updateSchedules');
    instance.arm.change(instance.armId, { enableRootAccess: false });
    const story = await perform(instance, 'update', { schedules: [eachEvening] });
    expect(story, JSON.stringify(story)).toMatchObject({ status: 'SUCCEEDED' });
    expect(instance.arm.settingsAt(instance.armId)).toMatchObject({
      enableRootAccess: false,
      idleTimeBeforeShutdown: 'PT30M',
      schedules: { computeStartStop: [{ action: 'Stop' }] },
    });
    expect(story.steps.slice(0, 3)).toEqual([
      'set schedules: SKIPPED',
      'set idle time: SKIPPED',
      'put compute: SUCCEEDED',
    ]);
  });

  it('changes schedules and idle time together, by a call each', async () => {
    const instance = await given({ idleTimeBeforeShutdown: 'PT30M' });
    const puts = instance.arm.countOf('PUT', instance.armId);
    const input = { schedules: [eachEvening], idleTimeBeforeShutdown: 'PT45M' };
    expect((await perform(instance, 'update', input)).status).toBe('SUCCEEDED');
    expect(actionsOf(instance)).toEqual(['updateSchedules', 'updateIdleShutdownSetting']);
    expect(instance.arm.countOf('PUT', instance.armId)).toBe(puts);
  });

  it('changes both by one PUT where there are no such calls', async () => {
    const instance = await given({ idleTimeBeforeShutdown: 'PT30M' });
    const { arm, armId } = instance;
    arm.withoutActions.add('updateSchedules').add('updateIdleShutdownSetting');
    const put = arm.put.bind(arm);
    const sent: object[] = [];
    arm.put = (id, body) => {
      sent.push(body);
      return put(id, body);
    };
    const input = { schedules: [eachEvening], idleTimeBeforeShutdown: 'PT45M' };
    expect((await perform(instance, 'update', input)).status).toBe('SUCCEEDED');
    expect(sent).toMatchObject([
      { properties: { properties: { idleTimeBeforeShutdown: 'PT45M' } } },
    ]);
    expect(arm.settingsAt(armId)).toMatchObject({
      idleTimeBeforeShutdown: 'PT45M',
      schedules: { computeStartStop: [{ action: 'Stop' }] },
    });
  });

  it('takes the idle time away by a PUT without it, which sends its schedules as they came', async () => {
    const instance = await given({ idleTimeBeforeShutdown: 'PT30M', schedules: [eachEvening] });
    const { arm, armId } = instance;
    const { schedules } = arm.settingsAt(armId);
    const story = await perform(instance, 'update', { removeIdleShutdown: true });
    expect(story).toMatchObject({ status: 'SUCCEEDED' });
    expect(actionsOf(instance)).toEqual([]);
    expect(arm.settingsAt(armId)['idleTimeBeforeShutdown']).toBeUndefined();
    expect(arm.settingsAt(armId)).toMatchObject({ schedules });
  });

  it('keeps the identity that somebody gave it in Azure', async () => {
    const instance = await given();
    const { arm, armId } = instance;
    const body = arm.resources.get(armId.toLowerCase());
    arm.resources.set(armId.toLowerCase(), { ...body, identity: { type: 'SystemAssigned' } });
    expect((await perform(instance, 'update', { idleTimeBeforeShutdown: 'PT1H' })).status).toBe(
      'SUCCEEDED',
    );
    expect((await perform(instance, 'update', { schedules: [eachEvening] })).status).toBe(
      'SUCCEEDED',
    );
    expect(arm.resources.get(armId.toLowerCase())).toMatchObject({
      identity: { type: 'SystemAssigned' },
    });
  });

  it('fails an update by name where Azure takes a schedule and ignores it', async () => {
    const instance = await given();
    const { arm, armId } = instance;
    const nothing = { schedules: { computeStartStop: [] } };
    const [put, post] = [arm.put.bind(arm), arm.post.bind(arm)];
    arm.put = async (id, body) => {
      const answer = await put(id, body);
      arm.change(armId, nothing);
      return answer;
    };
    arm.post = async (id, action, body) => {
      const answer = await post(id, action, body);
      arm.change(armId, nothing);
      return answer;
    };
    const story = await perform(instance, 'update', { schedules: [eachEvening] });
    expect(story).toMatchObject({ status: 'FAILED', error: 'FIELD_IGNORED_BY_AZURE' });
    expect(actionsOf(instance)).toEqual(['updateSchedules']);
  });

  it('is not refused another idle time for schedules that were made elsewhere, and sends those back as they came', async () => {
    const instance = await given();
    const { arm, armId } = instance;
    const elsewhere = [
      {
        id: 's-1',
        provisioningStatus: 'Completed',
        action: 'Stop',
        status: 'Enabled',
        triggerType: 'Cron',
        cron: {
          expression: '*/5 0 18 * * *',
          timeZone: 'Mid-Atlantic Standard Time',
        },
      },
      {
        id: 's-2',
        action: 'Start',
        status: 'Enabled',
        triggerType: 'Recurrence',
        recurrence: {
          frequency: 'Hour',
          interval: 5,
          timeZone: 'Europe/Nowhere',
        },
      },
      { id: 's-3', action: 'Hibernate', status: 'Enabled', triggerType: 'Moon' },
    ];
    arm.change(armId, { schedules: { computeStartStop: elsewhere } });
    await database.pool.query(`UPDATE resource SET desired = desired || $2 WHERE id = $1`, [
      instance.computeId,
      {
        schedules: [
          {
            action: 'START',
            status: 'ENABLED',
            trigger: {
              recurrence: {
                frequency: 'HOUR',
                interval: 5,
                timeZone: 'Europe/Nowhere',
                startTime: null,
                hours: [],
                minutes: [],
                weekDays: [],
                monthDays: [],
              },
            },
          },
        ],
      },
    ]);
    const idle = { idleTimeBeforeShutdown: 'PT45M' };
    expect((await perform(instance, 'update', idle)).status).toBe('SUCCEEDED');
    arm.withoutActions.add('updateIdleShutdownSetting');
    const byPut = { idleTimeBeforeShutdown: 'PT1H' };
    expect((await perform(instance, 'update', byPut)).status).toBe('SUCCEEDED');
    const asSent = elsewhere.map((one) => ({
      ...one,
      id: undefined,
      provisioningStatus: undefined,
    }));
    expect(arm.settingsAt(armId)).toMatchObject({ idleTimeBeforeShutdown: 'PT60M' });
    expect(arm.settingsAt(armId)['schedules']).toEqual({ computeStartStop: asSent });
    expect(actionsOf(instance)).toEqual(['updateIdleShutdownSetting']);
  });

  it('is not refused other schedules for an idle time that it does not name', async () => {
    const instance = await given();
    const { arm, armId, computeId } = instance;
    arm.change(armId, { idleTimeBeforeShutdown: 'PT5M' });
    await database.pool.query(`UPDATE resource SET desired = desired || $2 WHERE id = $1`, [
      computeId,
      { idleTimeBeforeShutdown: 'PT5M' },
    ]);
    const story = await perform(instance, 'update', { schedules: [eachEvening] });
    expect(story.status).toBe('SUCCEEDED');
    arm.change(armId, { idleTimeBeforeShutdown: 'P4D' });
    const tags = { costTags: [{ key: 'owner', value: 'ada' }] };
    expect((await perform(instance, 'update', tags)).status).toBe('SUCCEEDED');
    expect(arm.settingsAt(armId)).toMatchObject({ idleTimeBeforeShutdown: 'P4D' });
  });

  it('says which script failed and what it printed, as an error and not as a success', async () => {
    const arm = new FakeInstanceArm();
    arm.endAll = () => {
      for (const [id] of arm.resources) {
        arm.change(id, {
          state: 'UserSetupFailed',
          errors: [
            {
              error: {
                code: 'BadRequest',
                message: 'setup failed',
                details: [
                  {
                    code: 'SetupScriptsError',
                    message: 'User script setup failed with error: git: command not found',
                  },
                ],
              },
            },
          ],
        });
        arm.end(id, 'Succeeded');
      }
    };
    await expect(givenInstance(database.pool, arm)).rejects.toThrow(/SETUP_FAILED/);
    const { rows } = await database.pool.query<{ error: object }>(
      `SELECT error FROM operation WHERE error->>'code' = 'SETUP_FAILED'`,
    );
    expect(rows[0]?.error).toMatchObject({
      message: expect.stringContaining('git: command not found') as string,
      remedy: expect.stringContaining('mend the script') as string,
    });
  });

  it('is deleted with its name confirmed', async () => {
    const instance = await given();
    expect(await refusals(instance, 'delete', { confirmName: 'jo' })).toMatchObject([
      { code: 'CONFIRMATION_MISMATCH', field: ['input', 'confirmName'] },
    ]);
    expect((await perform(instance, 'delete', { confirmName: instance.name })).status).toBe(
      'SUCCEEDED',
    );
    expect((await rowOf(instance)).gone).toBe(true);
  });

  it('takes one name a region, in whichever workspace', async () => {
    const [first, second] = [await given(), await given()];
    const asked = await askInstance(database.pool, second.teamId, 'create', {
      workspaceId: second.workspaceId,
      name: first.name.toUpperCase(),
      vmSize: 'Standard_DS11_v2',
    });
    expect(asked).toMatchObject({
      ok: false,
      error: [{ code: 'ALREADY_EXISTS', field: ['input', 'name'] }],
    });
  });
});

describe('a verb that is not allowed now', () => {
  const cases = [
    ['start', 'STOPPING', /It is STOPPING: start is not allowed\. Nothing of start, stop/],
    ['restart', 'STOPPED', /It is STOPPED: restart is not allowed\. Allowed now: start, resize\./],
    ['stop', 'CREATING', /not allowed/],
    ['resize', 'UNUSABLE', /Allowed now: stop, restart\./],
    ['start', 'USER_SETUP_FAILED', /Allowed now: stop, restart\./],
  ] as const;

  it.each(cases)('%s while %s', async (verb, state, message) => {
    const instance = await given();
    await observeState(instance, state);
    const before = instance.arm.ledger.length;
    const input = verb === 'resize' ? { vmSize: 'Standard_D3_v2' } : {};
    expect(await refusals(instance, verb, input)).toEqual([
      {
        code: 'INVALID_STATE',
        field: ['input', 'computeId'],
        message: expect.stringMatching(message) as string,
      },
    ]);
    expect(instance.arm.ledger.length).toBe(before);
  });

  it('fails the operation where it turns out only at Azure', async () => {
    const instance = await given();
    instance.arm.change(instance.armId, { state: 'CreateFailed' });
    expect(await perform(instance, 'restart')).toMatchObject({
      status: 'FAILED',
      error: 'INVALID_STATE',
    });
  });
});

describe('what cannot change', () => {
  it.each([
    ['vmSize', { vmSize: 'Standard_D3_v2' }, /resizeComputeInstance/],
    ['enableNodePublicIp', { enableNodePublicIp: false }, /create another instance/],
    [
      'assignedUser',
      {
        assignedUser: {
          objectId: '6f0a1c5e-0000-4000-8000-000000000001',
          tenantId: '6f0a1c5e-0000-4000-8000-000000000002',
        },
      },
      /create another instance/,
    ],
  ])('%s is refused by name', async (field, input, message) => {
    const instance = await given();
    expect(await refusals(instance, 'update', input)).toEqual([
      {
        code: 'IMMUTABLE_FIELD',
        field: ['input', field],
        message: expect.stringMatching(message) as string,
      },
    ]);
  });

  it('is no change where it is named as it stands', async () => {
    const instance = await given();
    expect(await refusals(instance, 'update', { vmSize: 'STANDARD_ds11_V2' })).toEqual([]);
  });
});

describe('an instance that Azure would refuse', () => {
  const user = {
    objectId: '6f0a1c5e-0000-4000-8000-000000000001',
    tenantId: '6f0a1c5e-0000-4000-8000-000000000002',
  };
  const publicKey = `ssh-ed25519 ${Buffer.concat([
    Buffer.from([0, 0, 0, 11]),
    Buffer.from('ssh-ed25519'),
    Buffer.alloc(36, 7),
  ]).toString('base64')}`;
  const application = { name: 'a', image: 'i', targetPort: 80, publishedPort: 8080 };
  const text = (script: string) => ({ creationScript: { source: { text: script } } });
  const cases: [string, object, string, string[]][] = [
    ['a name of two letters', { name: 'ab' }, 'NAME_INVALID', ['name']],
    ['a name that ends in digits after -', { name: 'box-12' }, 'NAME_INVALID', ['name']],
    ['no VM size', { vmSize: 'huge' }, 'SIZE_NOT_SUPPORTED', ['vmSize']],
    ['an owner and SSH', { assignedUser: user, ssh: { publicKey } }, 'INVALID_INPUT', ['ssh']],
    [
      'an owner by name',
      { assignedUser: { ...user, objectId: 'jo' } },
      'INVALID_INPUT',
      ['assignedUser', 'objectId'],
    ],
    [
      'a private key',
      { ssh: { publicKey: '-----BEGIN OPENSSH PRIVATE KEY-----' } },
      'INVALID_INPUT',
      ['ssh', 'publicKey'],
    ],
    [
      'a short idle time',
      { idleTimeBeforeShutdown: 'PT14M59S' },
      'INVALID_INPUT',
      ['idleTimeBeforeShutdown'],
    ],
    [
      'a long idle time',
      { idleTimeBeforeShutdown: 'P3DT1S' },
      'INVALID_INPUT',
      ['idleTimeBeforeShutdown'],
    ],
    ['a subnet that is none', { subnetId: '/subscriptions/s' }, 'INVALID_INPUT', ['subnetId']],
    [
      'identities of both kinds',
      { identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [identity('a')] } },
      'IDENTITY_CONFLICT',
      ['identity', 'userAssignedIdentityIds'],
    ],
    ['no script at all', { setupScripts: {} }, 'INVALID_INPUT', ['setupScripts']],
    [
      'an empty script',
      { setupScripts: text(' \n') },
      'INVALID_INPUT',
      ['setupScripts', 'creationScript', 'source', 'text'],
    ],
    [
      'a path out of the share',
      { setupScripts: { startupScript: { source: { path: 'Users/../x.sh' } } } },
      'INVALID_INPUT',
      ['setupScripts', 'startupScript', 'source', 'path'],
    ],
    [
      'two applications on one port',
      { customApplications: [application, { ...application, name: 'b' }] },
      'INVALID_INPUT',
      ['customApplications', '1', 'publishedPort'],
    ],
    [
      'a port of the system',
      { customApplications: [{ ...application, publishedPort: 80 }] },
      'INVALID_INPUT',
      ['customApplications', '0', 'publishedPort'],
    ],
    [
      'five schedules',
      { schedules: Array.from({ length: 5 }, () => eachEvening) },
      'INVALID_INPUT',
      ['schedules'],
    ],
    [
      'a time zone that there is not',
      {
        schedules: [
          {
            ...eachEvening,
            trigger: { cron: { expression: '0 18 * * *', timeZone: 'Mars/Base' } },
          },
        ],
      },
      'INVALID_INPUT',
      ['schedules', '0', 'trigger', 'cron', 'timeZone'],
    ],
  ];

  it.each(cases)('%s', async (_what, input, code, field) => {
    const instance = await given();
    const count = async () => (await database.pool.query('SELECT 1 FROM operation')).rowCount ?? 0;
    const before = await count();
    const asked = await askInstance(database.pool, instance.teamId, 'create', {
      workspaceId: instance.workspaceId,
      name: 'new-box',
      vmSize: 'Standard_DS11_v2',
      ...input,
    });
    const errors = asked.ok ? [] : asked.error;
    expect(errors.map((error) => [error.code, error.field])).toContainEqual([
      code,
      ['input', ...field],
    ]);
    expect(await count()).toBe(before);
  });
});

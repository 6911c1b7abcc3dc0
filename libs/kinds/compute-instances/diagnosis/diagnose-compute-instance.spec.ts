import { describe, expect, it } from 'vitest';
import { noIdentity } from '../../../resources/identity/identity.schema.js';
import type { IgnoredField } from '../../../resources/fields/ignored-field.rules.js';
import { nothingKnown } from '../../../diagnosis/unsettled.rules.js';
import type { Usage } from '../../../resources/vm-sizes/usage.observe.js';
import { kinds } from '../../kinds.js';
import type {
  ComputeInstanceDesired,
  ComputeInstanceObserved,
  LastOperation,
} from '../compute-instance.schema.js';
import { brokenAs } from './broken-compute-instance.rules.js';
import {
  diagnoseComputeInstance,
  type ComputeInstanceRow,
} from './diagnose-compute-instance.rules.js';
import type { PowerSchedule } from '../power-schedules/power-schedule.schema.js';

const now = new Date('2026-03-01T10:00:00Z');

const desired: ComputeInstanceDesired = {
  location: 'eastus',
  description: null,
  vmSize: 'Standard_DS3_v2',
  assignedUser: null,
  ssh: null,
  subnetId: null,
  enableNodePublicIp: true,
  identity: noIdentity,
  idleTimeBeforeShutdown: null,
  schedules: [],
  setupScripts: null,
  customApplications: [],
};
const lastOperation: LastOperation = {
  name: 'START',
  status: 'SUCCEEDED',
  rawStatus: 'Succeeded',
  trigger: 'USER',
  at: '2026-03-01T09:00:00Z',
};
const observed: ComputeInstanceObserved = {
  location: 'eastus',
  description: null,
  vmSize: 'STANDARD_DS3_V2',
  assignedUser: null,
  state: 'RUNNING',
  rawState: 'Running',
  subnetId: null,
  enableNodePublicIp: true,
  ssh: {
    publicAccess: 'DISABLED',
    adminUsername: null,
    port: null,
  },
  identity: {
    type: 'NONE',
    userAssignedIdentityIds: [],
    principalId: null,
    defaultIdentity: null,
  },
  idleTimeBeforeShutdown: null,
  schedules: [],
  lastOperation,
  applications: [],
  customApplications: [],
  publicIpAddress: null,
  privateIpAddress: null,
  createdBy: null,
  tags: null,
};

interface Given {
  row?: Partial<ComputeInstanceRow>;
  desired?: Partial<ComputeInstanceDesired>;
  observed?: Partial<ComputeInstanceObserved>;
  error?: [code: string, message: string];
  differing?: IgnoredField[];
}
const diagnose = (given: Given) =>
  diagnoseComputeInstance(
    {
      armId: '/subscriptions/s/x',
      provisioningState: 'SUCCEEDED',
      observedAt: now,
      provisioningErrors: given.error
        ? [
            {
              code: given.error[0],
              message: given.error[1],
              retry: 'NEVER',
            },
          ]
        : [],
      desired: {
        ...desired,
        ...given.desired,
      },
      observed: {
        ...observed,
        ...given.observed,
      },
      ...given.row,
    },
    now,
    nothingKnown,
    given.differing,
  );
const codes = (given: Given): string[] => diagnose(given).map(({ code }) => code);

const identity = { ...observed.identity, type: 'SYSTEM_ASSIGNED' } as const;
const idle = (more: Partial<ComputeInstanceObserved> = {}): Given => ({
  desired: { idleTimeBeforeShutdown: 'PT30M' },
  observed: { idleTimeBeforeShutdown: 'PT30M', ...more },
});
const clock = 'SCHEDULE_CLOCK_DIFFERS';
const differing = [{ field: 'idleTimeBeforeShutdown', asked: 'PT30M', found: null }];
const schedule = (
  provisioningStatus: 'COMPLETED' | 'FAILED',
  timeZone = 'UTC',
  status: PowerSchedule['status'] = 'ENABLED',
) => {
  const asked: PowerSchedule = {
    action: 'STOP',
    status,
    trigger: {
      cron: {
        expression: '0 18 * * *',
        timeZone,
        startTime: null,
      },
    },
  };
  return {
    desired: { schedules: [asked] },
    observed: { schedules: [{ ...asked, id: 'one', provisioningStatus }] },
  };
};

describe('what is wrong with a compute instance', () => {
  it.each<[string, Given, string[]]>([
    ['nothing, running', {}, []],
    ['nothing, stopped', { observed: { state: 'STOPPED' } }, []],
    [
      'nothing, on its way',
      { observed: { state: 'SETTING_UP' }, row: { provisioningState: 'CREATING' } },
      [],
    ],
    ['nothing that was looked at', { row: { observed: null } }, []],
    ['unusable', { observed: { state: 'UNUSABLE' } }, ['INSTANCE_UNUSABLE']],
    ["Azure's setup failed", { observed: { state: 'SETUP_FAILED' } }, ['SETUP_FAILED']],
    ["the user's setup failed", { observed: { state: 'USER_SETUP_FAILED' } }, ['SETUP_FAILED']],
    ['not created', { observed: { state: 'CREATE_FAILED' } }, ['CREATE_FAILED']],
    [
      'not created for want of quota',
      { observed: { state: 'CREATE_FAILED' }, error: ['ClusterCoreQuotaReached', 'no'] },
      ['QUOTA_EXCEEDED'],
    ],
    [
      'not created for want of machines',
      { observed: { state: 'CREATE_FAILED' }, error: ['AllocationFailed', 'no'] },
      ['NO_CAPACITY'],
    ],
    ['an error beside a running machine', { error: ['Odd', 'odd'] }, ['PROVISIONING_FAILED']],
    ['failed without a word', { row: { provisioningState: 'FAILED' } }, ['PROVISIONING_FAILED']],
    [
      'failed before anything was seen',
      { row: { observed: null, provisioningState: 'FAILED' }, error: ['Odd', 'odd'] },
      ['PROVISIONING_FAILED'],
    ],
    [
      'a start failed',
      { observed: { state: 'STOPPED', lastOperation: { ...lastOperation, status: 'FAILED' } } },
      ['LAST_OPERATION_FAILED'],
    ],
    ['a schedule stands', schedule('COMPLETED'), []],
    ['a schedule failed', schedule('FAILED'), ['SCHEDULE_FAILED']],
    ['a schedule by another clock', schedule('COMPLETED', 'America/Winnipeg'), [clock]],
    ['a schedule by the clock that its zone keeps', schedule('COMPLETED', 'America/Havana'), []],
    ['such a schedule that is off', schedule('COMPLETED', 'America/Winnipeg', 'DISABLED'), []],
    ['another idle time than asked', { differing }, ['SETTINGS_DIFFER']],
    [
      'another idle time while it is being changed',
      { differing, row: { provisioningState: 'UPDATING' } },
      [],
    ],
    ['idle time', idle(), []],
    ['idle time and an identity', idle({ identity }), ['IDLE_SHUTDOWN_NEEDS_ROLE']],
    [
      'idle time and an identity with which it has worked',
      idle({
        identity,
        lastOperation: { ...lastOperation, name: 'STOP', trigger: 'IDLE_SHUTDOWN' },
      }),
      [],
    ],
    ['an identity alone', { observed: { identity } }, []],
  ])('%s', (_what, given, expected) => {
    expect(codes(given)).toEqual(expected);
  });

  const brokenStates = ['UNUSABLE', 'CREATE_FAILED', 'SETUP_FAILED', 'USER_SETUP_FAILED'] as const;
  it.each(
    brokenStates.flatMap((state) => [
      [state, 'SomethingNew', 'NEVER'] as const,
      [state, 'MissingSubscriptionRegistration', 'LATER'] as const,
      [state, 'SetupScriptsError', 'NEVER'] as const,
    ]),
  )(
    'gives one advice for %s with the error %s, on the resource and in the diagnosis',
    (state, code, retry) => {
      const raw = {
        UNUSABLE: 'Unusable',
        CREATE_FAILED: 'CreateFailed',
        SETUP_FAILED: 'SetupFailed',
      };
      const rawState = state === 'USER_SETUP_FAILED' ? 'UserSetupFailed' : raw[state];
      const body = {
        properties: {
          provisioningState: 'Failed',
          provisioningErrors: [{ error: { code, message: 'It is so.' } }],
          properties: { state: rawState, vmSize: 'Standard_DS3_v2' },
        },
      };
      const facts = kinds.observe('COMPUTE_INSTANCE', body);
      const [error] = facts.provisioningErrors ?? [];
      const [found, ...others] = diagnoseComputeInstance(
        {
          armId: '/subscriptions/s/x',
          provisioningState: 'FAILED',
          observedAt: now,
          desired,
          observed: facts.observed as ComputeInstanceObserved,
          provisioningErrors: facts.provisioningErrors ?? [],
        },
        now,
      );
      expect(others).toEqual([]);
      expect(found?.remedy).toBe(error?.remedy);
      expect(error?.retry).toBe(retry);
      expect(error?.remedy === brokenAs(state)?.remedy).toBe(code === 'SomethingNew');
    },
  );

  it('says what the script printed', () => {
    const [found] = diagnose({
      observed: { state: 'USER_SETUP_FAILED', rawState: 'UserSetupFailed' },
      error: [
        'SetupScriptsError',
        'Compute Instance ci user script setup failed with error no such\npackage',
      ],
    });
    expect(found).toMatchObject({
      code: 'SETUP_FAILED',
      message: 'A setup script failed: no such\npackage',
      evidence: { state: 'UserSetupFailed', printed: 'no such\npackage', lastOperation },
      observedAt: now,
    });
  });

  it("tells its quota's numbers where they were read", () => {
    const usage: Usage = {
      of: 'REGION',
      priority: 'DEDICATED',
      name: 'vCPUs',
      familyKey: '',
      workspaceKey: null,
      current: 24,
      limit: 24,
    };
    const reading = { subscriptionId: 's', readAt: now, error: null };
    const around = { ...nothingKnown, usages: { ...reading, body: [usage] } };
    const row: ComputeInstanceRow = {
      armId: '/subscriptions/s/x',
      provisioningState: 'FAILED',
      observedAt: now,
      desired,
      observed: {
        ...observed,
        state: 'CREATE_FAILED',
      } as const,
      provisioningErrors: [
        {
          code: 'ClusterCoreQuotaReached',
          message: 'no',
          retry: 'LATER',
        } as const,
      ],
    };
    expect(diagnoseComputeInstance(row, now, around)).toMatchObject([
      {
        code: 'QUOTA_EXCEEDED',
        evidence: { quotas: [{ of: 'REGION', name: 'vCPUs', current: 24, limit: 24 }] },
      },
    ]);
  });

  it('names what differs, as asked and as reported', () => {
    const [found] = diagnose({ differing });
    expect(found).toMatchObject({
      message: expect.stringContaining('other idleTimeBeforeShutdown than asked') as string,
      evidence: { differing },
    });
  });

  it('says which start failed, and who asked for it', () => {
    const [found] = diagnose({
      observed: { lastOperation: { ...lastOperation, status: 'FAILED', trigger: 'SCHEDULE' } },
    });
    expect(found?.message).toBe(
      'The last start, asked for by a schedule, failed at 2026-03-01T09:00:00Z; Azure does not say why.',
    );
  });
});

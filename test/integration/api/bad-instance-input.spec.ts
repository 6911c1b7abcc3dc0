import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  globalId,
  startInstanceApi,
  type InstanceApi,
  type InstanceMutation,
} from '../../support/instance-api.js';

let api: InstanceApi;
beforeAll(async () => {
  api = await startInstanceApi();
});
afterAll(() => api.close());

const cron = (expression: string, clock: object = {}) => ({
  schedules: [{ action: 'STOP', trigger: { cron: { expression, ...clock } } }],
});
const recurring = (recurrence: object) => ({
  schedules: [
    {
      action: 'STOP',
      trigger: { recurrence: { frequency: 'DAY', hours: [18], minutes: [0], ...recurrence } },
    },
  ],
});
const inCron = (field: string): string => `schedules.0.trigger.cron.${field}`;
const inRecurrence = (field: string): string => `schedules.0.trigger.recurrence.${field}`;
const user = { objectId: randomUUID(), tenantId: randomUUID() };
const application = { name: 'a', image: 'rocker/rstudio:4', targetPort: 8787, publishedPort: 8787 };
const applications = (more: object) => ({ customApplications: [{ ...application, ...more }] });
const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';

/** What it is, the input, the field below `input`, and what the message has to say of what would be right. */
const badCreations: [string, object, string, RegExp, string?][] = [
  [
    'a name that begins with a digit',
    { name: '1box' },
    'name',
    /begins with a letter/,
    'NAME_INVALID',
  ],
  ['a name of 25 letters', { name: 'b'.repeat(25) }, 'name', /3 to 24 letters/, 'NAME_INVALID'],
  ['a name that ends in -', { name: 'box-' }, 'name', /ends neither in '-'/, 'NAME_INVALID'],
  [
    'a name that ends in a backslash',
    { name: 'box\\' },
    'name',
    /letters, digits and '-'/,
    'NAME_INVALID',
  ],
  ['a name with a blank', { name: 'my box' }, 'name', /letters, digits and '-'/, 'NAME_INVALID'],
  [
    'a size of low priority',
    { vmSize: 'Low priority' },
    'vmSize',
    /Standard_/,
    'SIZE_NOT_SUPPORTED',
  ],
  ['an empty size', { vmSize: '' }, 'vmSize', /Standard_/, 'SIZE_NOT_SUPPORTED'],
  [
    'an owner together with SSH',
    { assignedUser: user, ssh: { publicKey: `ssh-ed25519 ${key}` } },
    'ssh',
    /leave one of the two out/,
  ],
  ['a key of no kind', { ssh: { publicKey: key } }, 'ssh.publicKey', /ssh-/],
  [
    'an idle time of a second',
    { idleTimeBeforeShutdown: 'PT1S' },
    'idleTimeBeforeShutdown',
    /PT15M.*P3D/,
  ],
  [
    'an idle time of a week',
    { idleTimeBeforeShutdown: 'P7D' },
    'idleTimeBeforeShutdown',
    /PT15M.*P3D/,
  ],
  [
    'five schedules',
    { schedules: Array.from({ length: 5 }, () => cron('0 18 * * *').schedules[0]) },
    'schedules',
    /at most 4 schedules, not 5/,
  ],
  [
    'cron with seconds',
    cron('0 0 18 * * *'),
    inCron('expression'),
    /leave out the first field, the seconds/,
  ],
  [
    'cron of four fields',
    cron('0 18 * *'),
    inCron('expression'),
    /5 are needed.*0 18 \* \* Mon-Fri/,
  ],
  ['an hour of 24', cron('0 24 * * *'), inCron('expression'), /24 is not from 0 to 23/],
  ['a day of the week of 7', cron('0 18 * * 7'), inCron('expression'), /Sunday is 0/],
  ['a range backwards', cron('0 18 * * Fri-Mon'), inCron('expression'), /two parts/],
  ['a day that no month has', cron('0 18 30 2 *'), inCron('expression'), /never fires/],
  [
    'a zone that there is not',
    cron('0 18 * * *', { timeZone: 'Europe/Berlim' }),
    inCron('timeZone'),
    /near it: Europe\/Berlin/,
  ],
  [
    'a zone whose Windows zone has another clock',
    cron('0 18 * * *', { timeZone: 'Antarctica/Casey' }),
    inCron('timeZone'),
    /reads another time.*choose one that keeps the same clock: /,
  ],
  [
    'a zone that no longer keeps the clock of its Windows zone',
    cron('0 18 * * *', { timeZone: 'America/Winnipeg' }),
    inCron('timeZone'),
    /Central Standard Time, which stands for it, reads another time.*SA Pacific Standard Time/,
  ],
  [
    'a start with an offset',
    cron('0 18 * * *', { startTime: '2026-12-01T08:00:00Z' }),
    inCron('startTime'),
    /without offset: 2026-12-01T08:00:00/,
  ],
  [
    'a start on no day',
    recurring({ startTime: '2026-02-30T08:00:00' }),
    inRecurrence('startTime'),
    /must be a date and a time/,
  ],
  [
    'days of the week with DAY',
    recurring({ weekDays: ['MONDAY', 'FRIDAY'] }),
    inRecurrence('weekDays'),
    /with WEEK only, not with DAY: write frequency: WEEK, interval: 1, weekDays: \[MONDAY, FRIDAY\]/,
  ],
  [
    'days of the week with every second DAY',
    recurring({ interval: 2, startTime: '2026-12-01T08:00:00', weekDays: ['MONDAY'] }),
    inRecurrence('weekDays'),
    /with WEEK only, not with DAY: for days of the week take WEEK/,
  ],
  [
    'days of the month with WEEK',
    recurring({ frequency: 'WEEK', weekDays: ['MONDAY'], monthDays: [1] }),
    inRecurrence('monthDays'),
    /with MONTH only, not with WEEK/,
  ],
  [
    'no day with WEEK',
    recurring({ frequency: 'WEEK' }),
    inRecurrence('weekDays'),
    /at least one day/,
  ],
  [
    'a recurrence by the minute',
    recurring({ frequency: 'MINUTE' }),
    inRecurrence('frequency'),
    /DAY, WEEK or MONTH/,
  ],
  [
    'a recurrence without hours',
    recurring({ hours: [] }),
    inRecurrence('hours'),
    /from 0 to 23, at least one/,
  ],
  ['a minute of 60', recurring({ minutes: [0, 60] }), inRecurrence('minutes.1'), /from 0 to 59/],
  ['an interval of 0', recurring({ interval: 0 }), inRecurrence('interval'), /from 1 to 500/],
  [
    'an empty script',
    { setupScripts: { startupScript: { source: { text: '' } } } },
    'setupScripts.startupScript.source.text',
    /write the script, or leave it out/,
  ],
  [
    'a script in base64',
    { setupScripts: { creationScript: { source: { text: 'IyEvYmluL2Jhc2gKZWNobyBoaQo=' } } } },
    'setupScripts.creationScript.source.text',
    /is base64: give the script as it is/,
  ],
  [
    'a path that leaves the share',
    { setupScripts: { creationScript: { source: { path: '../setup.sh' } } } },
    'setupScripts.creationScript.source.path',
    /Users\/jo\/setup\.sh/,
  ],
  [
    'a script of no time at all',
    { setupScripts: { creationScript: { source: { text: 'ls' }, timeout: 'PT0S' } } },
    'setupScripts.creationScript.timeout',
    /PT15M/,
  ],
  [
    'a port of 0',
    applications({ targetPort: 0 }),
    'customApplications.0.targetPort',
    /from 1 to 65535/,
  ],
  [
    'a port of 70000',
    applications({ publishedPort: 70_000 }),
    'customApplications.0.publishedPort',
    /from 1025 to 65535/,
  ],
  [
    'a relative mount',
    applications({ mounts: [{ source: 'a', target: '/b' }] }),
    'customApplications.0.mounts.0.source',
    /absolute path/,
  ],
];

/** What GraphQL itself refuses, and how it names the place. */
const badTypes: [string, InstanceMutation, object, RegExp][] = [
  ['another region', 'create', { location: 'westus' }, /"location" is not defined/],
  ['low priority', 'create', { vmPriority: 'LOW_PRIORITY' }, /"vmPriority" is not defined/],
  ['a password', 'create', { ssh: { publicKey: key, password: 'p' } }, /"password" is not defined/],
  [
    'an owner by name',
    'create',
    { assignedUser: { ...user, objectId: 'jo' } },
    /input\.assignedUser\.objectId.*UUID must look like/s,
  ],
  [
    'an idle time in words',
    'create',
    { idleTimeBeforeShutdown: '30 minutes' },
    /input\.idleTimeBeforeShutdown.*Duration.*ISO 8601/s,
  ],
  ['a subnet that is none', 'create', { subnetId: 'subnet' }, /input\.subnetId.*ArmId/s],
  [
    'an action that is none',
    'create',
    { schedules: [{ action: 'PAUSE', trigger: { cron: { expression: '0 1 * * *' } } }] },
    /input\.schedules\[0\]\.action.*PowerAction/s,
  ],
  [
    'both triggers',
    'create',
    {
      schedules: [
        {
          action: 'STOP',
          trigger: {
            ...cron('0 1 * * *').schedules[0]?.trigger,
            ...recurring({}).schedules[0]?.trigger,
          },
        },
      ],
    },
    /input\.schedules\[0\]\.trigger.*[Ee]xactly one/s,
  ],
  [
    'no trigger',
    'update',
    { schedules: [{ action: 'STOP', trigger: {} }] },
    /input\.schedules\[0\]\.trigger.*[Ee]xactly one/s,
  ],
  [
    'a trigger that is null',
    'update',
    { schedules: [{ action: 'STOP', trigger: { cron: null } }] },
    /cron.*non-null/s,
  ],
  [
    'both sources of a script',
    'create',
    { setupScripts: { creationScript: { source: { text: 'ls', path: 'a.sh' } } } },
    /input\.setupScripts\.creationScript\.source.*[Ee]xactly one/s,
  ],
  [
    'no source of a script',
    'create',
    { setupScripts: { creationScript: { source: {} } } },
    /input\.setupScripts\.creationScript\.source.*[Ee]xactly one/s,
  ],
  ['an hour in words', 'update', recurring({ hours: ['six'] }), /recurrence\.hours\[0\].*Int/s],
  [
    'a day by its number',
    'update',
    recurring({ frequency: 'WEEK', weekDays: [1] }),
    /recurrence\.weekDays\[0\]/,
  ],
  [
    'a port beyond every Int',
    'create',
    applications({ targetPort: 2 ** 31 }),
    /targetPort.*32-bit/s,
  ],
  [
    'a key that is no UUID',
    'start',
    { idempotencyKey: 'again' },
    /input\.idempotencyKey.*UUID must look like/s,
  ],
  ['no size', 'resize', { vmSize: null }, /input\.vmSize.*non-null|null.*vmSize/s],
];

describe('createComputeInstance refuses by field, code and advice', () => {
  it.each(badCreations)('%s', async (_what, input, field, message, code = 'INVALID_INPUT') => {
    const before = await api.written();
    const { status, errors, operation, userErrors } = await api.send('create', input);
    expect({ status, errors, operation }).toEqual({
      status: 200,
      errors: undefined,
      operation: null,
    });
    expect(userErrors).toEqual([
      {
        code,
        field: ['input', ...field.split('.')],
        message: expect.stringMatching(message) as string,
      },
    ]);
    expect(await api.written()).toEqual(before);
  });
});

describe('updateComputeInstance refuses the same of what it changes', () => {
  it.each(badCreations.filter(([, , field]) => /^schedules|^idle/.test(field)))(
    '%s',
    async (_what, input, field, message) => {
      const before = await api.written();
      expect((await api.send('update', input)).userErrors).toEqual([
        {
          code: 'INVALID_INPUT',
          field: ['input', ...field.split('.')],
          message: expect.stringMatching(message) as string,
        },
      ]);
      expect(await api.written()).toEqual(before);
    },
  );
});

describe('GraphQL refuses by place, before any rule is asked', () => {
  it.each(badTypes)('%s', async (_what, mutation, input, message) => {
    const before = await api.written();
    const { status, errors } = await api.send(mutation, input);
    expect(status).toBeLessThan(500);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(message) as string,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(await api.written()).toEqual(before);
  });
});

describe('what is not there, or not so any more', () => {
  it.each([
    ['start', { computeId: 'nonsense' }, 'NOT_FOUND', 'computeId'],
    ['update', { computeId: '' }, 'NOT_FOUND', 'computeId'],
    ['resize', { computeId: globalId('ComputeInstance', randomUUID()) }, 'NOT_FOUND', 'computeId'],
    ['create', { workspaceId: globalId('Workspace', randomUUID()) }, 'NOT_FOUND', 'workspaceId'],
    ['start', { ifMatch: 'an-older-one' }, 'ETAG_MISMATCH', 'ifMatch'],
    ['resize', { vmSize: 'huge' }, 'SIZE_NOT_SUPPORTED', 'vmSize'],
    ['update', { vmSize: 'Standard_D3_v2' }, 'IMMUTABLE_FIELD', 'vmSize'],
  ] as const)('%s with %j', async (mutation, input, code, field) => {
    const before = await api.written();
    expect((await api.send(mutation, input)).userErrors).toMatchObject([
      { code, field: ['input', field] },
    ]);
    expect(await api.written()).toEqual(before);
  });
});

import { describe, expect, it } from 'vitest';
import {
  createInstance,
  instance,
  instanceId,
  power,
  readInstance,
  stateOf,
  stopInstance,
} from './support/instance-session.js';
import { at, compute, startWithWorkspace, type Session } from './support/session.js';

const cron = (action: string, expression: string, timeZone = 'UTC'): object => ({
  action,
  status: 'Enabled',
  triggerType: 'Cron',
  cron: { expression, timeZone },
});
const schedules = (...computeStartStop: object[]): object => ({ schedules: { computeStartStop } });

/** Simulated time goes on alone: tokens live for a day of the real one. The session begins on 2026-03-01 at 08:00 UTC. */
async function passUntil({ control }: Session, time: string): Promise<void> {
  const now = Date.parse(String(at(await control('GET', 'clock'), 'now')));
  await control('POST', 'clock', { advanceSeconds: (Date.parse(time) - now) / 1000 });
}

describe('calls of their own', () => {
  it.each([
    ['updateSchedules', { computeStartStop: [cron('Stop', '0 18 * * *')] }, '2021-03-01-preview'],
    ['updateIdleShutdownSetting', { idleTimeBeforeShutdown: 'PT30M' }, '2021-07-01'],
  ])(
    '%s is served at its versions alone, which are named at others',
    async (action, body, served) => {
      const session = await startWithWorkspace();
      await createInstance(session);
      const send = (version: string) =>
        session.call('POST', `${compute('ci-one')}/${action}`, body, { version });
      expect(await send('2024-10-01')).toMatchObject({
        status: 404,
        body: {
          error: {
            code: 'InvalidResourceType',
            message: expect.stringMatching(new RegExp(`versions are '[^']*${served}`)) as string,
          },
        },
      });
      expect((await send(served)).status).toBe(200);
    },
  );
});

describe('schedules', () => {
  it('stop and start at their local times, by the trigger Schedule', async () => {
    const session = await startWithWorkspace();
    await createInstance(
      session,
      schedules(
        cron('Stop', '0 18 * * *', 'Pacific Standard Time'),
        cron('Start', '0 8 * * *', 'Pacific Standard Time'),
      ),
    );
    await passUntil(session, '2026-03-02T01:59:00Z');
    expect(await stateOf(session)).toBe('Running');
    await passUntil(session, '2026-03-02T02:00:10Z');
    expect(await readInstance(session)).toMatchObject({
      state: 'Stopping',
      lastOperation: {
        operationName: 'Stop',
        operationTrigger: 'Schedule',
        operationTime: '2026-03-02T02:00:00.0000000+00:00',
      },
    });
    await passUntil(session, '2026-03-02T16:00:10Z');
    expect(await stateOf(session)).toBe('Starting');
    await passUntil(session, '2026-03-09T01:00:10Z');
    expect(await stateOf(session)).toBe('Stopping');
  });

  it('play all that was due when nobody looked, in order', async () => {
    const session = await startWithWorkspace();
    await createInstance(
      session,
      schedules(cron('Stop', '0 18 * * *'), cron('Start', '0 8 * * *')),
    );
    await passUntil(session, '2026-03-20T09:00:00Z');
    expect(await readInstance(session)).toMatchObject({
      state: 'Running',
      lastOperation: {
        operationName: 'Start',
        operationStatus: 'Succeeded',
        operationTime: '2026-03-20T08:00:00.0000000+00:00',
      },
    });
  });

  it('have nothing to do where the instance is there already, and are missed while it changes', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, schedules(cron('Start', '0 * * * *')));
    await passUntil(session, '2026-03-01T09:59:50Z');
    expect(at(await readInstance(session), 'lastOperation.operationName')).toBe('Create');
    await power(session, 'stop');
    await passUntil(session, '2026-03-01T10:30:00Z');
    expect(await stateOf(session)).toBe('Stopped');
    await passUntil(session, '2026-03-01T11:02:00Z');
    expect(await stateOf(session)).toBe('Running');
  });

  it('change by PUT, and are gone by one with an empty list', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, schedules(cron('Stop', '0 10 * * *')));
    const later = instance(schedules(cron('Stop', '0 12 * * *')));
    expect((await session.call('PUT', compute('ci-one'), later)).status).toBe(200);
    await passUntil(session, '2026-03-01T11:00:00Z');
    expect(await stateOf(session)).toBe('Running');
    await session.call('PUT', compute('ci-one'), instance(schedules()));
    await passUntil(session, '2026-03-03T00:00:00Z');
    expect(await readInstance(session)).toMatchObject({
      state: 'Running',
      schedules: { computeStartStop: [] },
    });
  });

  it('keep their ids when what was read is sent again', async () => {
    const session = await startWithWorkspace();
    const read = await createInstance(session, schedules(cron('Stop', '0 10 * * *')));
    const path = 'properties.properties.schedules.computeStartStop.0.id';
    const again = await session.call('PUT', compute('ci-one'), read);
    expect(at(again.body, path)).toEqual(at(read, path));
    expect(at(read, path)).toEqual(expect.any(String));
  });

  it.each([
    ['five of them', Array.from({ length: 5 }, () => cron('Stop', '0 18 * * *'))],
    ['an IANA zone', [cron('Stop', '0 18 * * *', 'Europe/Berlin')]],
    ['a zone that does not exist', [cron('Stop', '0 18 * * *', 'Mars Standard Time')]],
    ['a cron that is none', [cron('Stop', '61 18 * * *')]],
    ['a cron of six fields', [cron('Stop', '0 0 18 * * *')]],
    ['no cron', [{ action: 'Stop', triggerType: 'Cron' }]],
    ['no recurrence', [{ action: 'Stop', triggerType: 'Recurrence' }]],
    ['another action', [cron('Restart', '0 18 * * *')]],
    [
      'a start with an offset',
      [
        {
          action: 'Stop',
          triggerType: 'Cron',
          cron: { expression: '0 18 * * *', startTime: '2026-03-01T00:00:00Z' },
        },
      ],
    ],
    [
      'an hour that there is not',
      [
        {
          action: 'Stop',
          triggerType: 'Recurrence',
          recurrence: { frequency: 'Day', interval: 1, schedule: { hours: [24], minutes: [0] } },
        },
      ],
    ],
  ])('are refused with %s', async (_what, list) => {
    const { call } = await startWithWorkspace();
    expect((await call('PUT', compute('ci-one'), instance(schedules(...list)))).status).toBe(400);
  });
});

describe('idle shutdown', () => {
  const idle = { idleTimeBeforeShutdown: 'PT1H' };

  it('stops an instance that nobody uses, by its own trigger', async () => {
    const session = await startWithWorkspace();
    await session.call('PUT', compute('ci-one'), instance(idle));
    session.pass(90 + 3599);
    expect(await stateOf(session)).toBe('Running');
    session.pass(1);
    expect(await readInstance(session)).toMatchObject({
      state: 'Stopping',
      lastOperation: { operationName: 'Stop', operationTrigger: 'IdleShutdown' },
    });
    session.pass(30);
    await power(session, 'start');
    session.pass(45 + 3600);
    expect(await stateOf(session)).toBe('Stopping');
  });

  it('waits for the end of the last use', async () => {
    const session = await startWithWorkspace();
    await session.call('PUT', compute('ci-one'), instance(idle));
    session.pass(90 + 3000);
    await session.control('POST', 'instances', {
      action: 'use',
      computeId: instanceId(session),
      seconds: 1800,
    });
    session.pass(1800 + 3599);
    expect(await stateOf(session)).toBe('Running');
    session.pass(1);
    expect(await stateOf(session)).toBe('Stopping');
  });

  it('is set on one that stands, at once and without an operation', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    const path = `${compute('ci-one')}/updateIdleShutdownSetting`;
    const body = { idleTimeBeforeShutdown: 'PT30M' };
    expect(await session.call('POST', path, body)).toMatchObject({ status: 200, body: undefined });
    expect(await readInstance(session)).toMatchObject(body);
    const wrong = { idleTimeBeforeShutdown: 'PT1M' };
    expect((await session.call('POST', path, wrong)).status).toBe(400);
    session.pass(30 * 60);
    expect(await stateOf(session)).toBe('Stopping');
  });

  it('counts anew from a change of the idle time, by PUT too, and not from other changes', async () => {
    const session = await startWithWorkspace();
    await session.call('PUT', compute('ci-one'), instance({ idleTimeBeforeShutdown: 'PT2H' }));
    session.pass(90 + 3000);
    await session.call('PUT', compute('ci-one'), instance(idle));
    session.pass(3000);
    expect(await stateOf(session)).toBe('Running');
    await session.call('PUT', compute('ci-one'), instance(idle, { tags: { a: '1' } }));
    session.pass(600);
    expect(await stateOf(session)).toBe('Stopping');
  });

  it('is tried again after as long where the stop fails', async () => {
    const session = await startWithWorkspace();
    await session.call('PUT', compute('ci-one'), instance(idle));
    const fault = { name: 'FailsWith', times: 2, match: { pathPattern: '/stop$' } };
    await session.control('POST', 'faults', {
      ...fault,
      parameters: { code: 'InternalServerError', when: 'operation' },
    });
    await passUntil(session, '2026-03-01T10:30:00Z');
    expect(await readInstance(session)).toMatchObject({
      state: 'Running',
      lastOperation: { operationStatus: 'StopFailed', operationTrigger: 'IdleShutdown' },
    });
    await passUntil(session, '2026-03-01T11:30:00Z');
    expect(await stateOf(session)).toBe('Stopped');
  });

  it('leaves alone what has stopped', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, idle);
    await stopInstance(session);
    await passUntil(session, '2026-03-05T00:00:00Z');
    expect(await readInstance(session)).toMatchObject({
      state: 'Stopped',
      lastOperation: { operationTrigger: 'User' },
    });
  });
});

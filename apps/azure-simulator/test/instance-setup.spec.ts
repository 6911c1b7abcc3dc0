import { describe, expect, it } from 'vitest';
import {
  createInstance,
  inline,
  instance,
  power,
  readInstance,
  scripts,
  stateOf,
  stopInstance,
} from './support/instance-session.js';
import { at, compute, startWithWorkspace, workspace, type Session } from './support/session.js';

const fails = inline('#!/bin/bash\necho "no such package"\nexit 3\n');
const works = inline('echo hello\n');

/** States one after another, looked at so many seconds apart. */
async function statesEvery(session: Session, seconds: number, times: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let look = 0; look < times; look += 1) {
    seen.push(await stateOf(session));
    session.pass(seconds);
  }
  return seen.filter((state, index) => state !== seen[index - 1]);
}

describe('setup scripts', () => {
  it('run after Azure has set up the machine: SettingUp, UserSettingUp, Running', async () => {
    const session = await startWithWorkspace();
    const body = instance(scripts({ creationScript: works, startupScript: works }));
    await session.call('PUT', compute('ci-one'), body);
    expect(await statesEvery(session, 10, 20)).toEqual([
      'Creating',
      'SettingUp',
      'UserSettingUp',
      'Running',
    ]);
  });

  it('of creation run once, of startup at every start', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, scripts({ creationScript: works }));
    await stopInstance(session);
    await power(session, 'start');
    expect(await statesEvery(session, 5, 20)).toEqual(['Starting', 'Running']);
    await createInstance(session, scripts({ startupScript: works }), {}, 'ci-two');
    await power(session, 'restart', 'ci-two');
    session.pass(50);
    expect(await stateOf(session, 'ci-two')).toBe('UserSettingUp');
    session.pass(30);
    expect(await stateOf(session, 'ci-two')).toBe('Running');
  });

  it('that fail say what they printed: UserSetupFailed, and the creation has failed', async () => {
    const session = await startWithWorkspace();
    const body = instance(scripts({ creationScript: fails }));
    const created = await session.call('PUT', compute('ci-one'), body);
    session.pass(200);
    const error = {
      code: 'BadRequest',
      details: [
        {
          code: 'SetupScriptsError',
          message: expect.stringContaining(
            'user script setup failed with error no such package',
          ) as string,
        },
      ],
    };
    const poll = await session.call('GET', String(created.headers['azure-asyncoperation']));
    expect(poll.body).toMatchObject({ status: 'Failed', error });
    expect((await session.call('GET', compute('ci-one'))).body).toMatchObject({
      properties: {
        provisioningState: 'Failed',
        provisioningErrors: [{ error }],
        properties: {
          state: 'UserSetupFailed',
          errors: [{ error }],
          lastOperation: { operationStatus: 'CreateFailed' },
        },
      },
    });
  });

  it('that failed at creation do not run again: a restart brings the instance up', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, scripts({ creationScript: fails }));
    await power(session, 'restart');
    session.pass(60);
    expect((await session.call('GET', compute('ci-one'))).body).toMatchObject({
      properties: {
        provisioningState: 'Succeeded',
        provisioningErrors: null,
        properties: { state: 'Running', errors: [] },
      },
    });
  });

  it('take the time they sleep, and no more than their timeout', async () => {
    const session = await startWithWorkspace();
    const slow = inline('sleep 600\n');
    await session.call('PUT', compute('ci-one'), instance(scripts({ creationScript: slow })));
    session.pass(90 + 20 + 600);
    expect(await stateOf(session)).toBe('UserSettingUp');
    session.pass(60);
    expect(await stateOf(session)).toBe('Running');
    const short = inline('sleep 600\n', { timeout: '5m' });
    await createInstance(session, scripts({ creationScript: short }), {}, 'ci-two');
    session.pass(400);
    expect(at(await readInstance(session, 'ci-two'), 'state')).toBe('UserSetupFailed');
    expect(at(await readInstance(session, 'ci-two'), 'errors.0.error.message')).toContain('5m');
  });

  it('of the workspace succeed, unless their path is not there', async () => {
    const session = await startWithWorkspace();
    const script = { scriptSource: 'workspaceStorage', scriptData: 'Users/me/setup.sh' };
    await createInstance(session, scripts({ startupScript: script }));
    expect(await stateOf(session)).toBe('Running');
    const change = (action: string): Promise<unknown> =>
      session.control('POST', 'instances', {
        action,
        workspaceId: `/subscriptions/${session.simulator.subscriptionId}${workspace}`,
        path: 'Users/me/setup.sh',
      });
    await change('loseScript');
    await power(session, 'restart');
    session.pass(100);
    expect(await readInstance(session)).toMatchObject({
      state: 'UserSetupFailed',
      lastOperation: { operationName: 'Restart', operationStatus: 'RestartFailed' },
    });
    expect(at(await readInstance(session), 'errors.0.error.message')).toContain(
      'Users/me/setup.sh: No such file',
    );
    await change('restoreScript');
    await power(session, 'restart');
    session.pass(100);
    expect(await stateOf(session)).toBe('Running');
  });

  it('fail by a fault once, and Azure itself where there are none', async () => {
    const session = await startWithWorkspace();
    await session.control('POST', 'faults', { name: 'SetupFails', parameters: { output: 'bang' } });
    await createInstance(session, scripts({ creationScript: works }));
    expect(await readInstance(session)).toMatchObject({ state: 'UserSetupFailed' });
    expect(at(await readInstance(session), 'errors.0.error.message')).toContain('bang');
    await createInstance(session, scripts({ creationScript: works }), {}, 'ci-two');
    expect(await stateOf(session, 'ci-two')).toBe('Running');
    await session.control('POST', 'faults', { name: 'SetupFails' });
    await createInstance(session, {}, {}, 'ci-three');
    expect(await stateOf(session, 'ci-three')).toBe('SetupFailed');
  });

  it.each([
    ['creationScript.scriptData', { creationScript: { scriptSource: 'inline', scriptData: '' } }],
    ['startupScript.scriptData', { startupScript: { scriptSource: 'workspaceStorage' } }],
  ])('without %s are refused', async (field, given) => {
    const { call } = await startWithWorkspace();
    expect(await call('PUT', compute('ci-one'), instance(scripts(given)))).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest', message: `${field} cannot be null or empty.` } },
    });
  });

  it.each([
    ['an unknown source', { scriptSource: 'web', scriptData: 'x' }],
    ['inline text that is not base64', { scriptSource: 'inline', scriptData: 'echo hello' }],
    ['a timeout without sense', inline('echo', { timeout: 'soon' })],
  ])('with %s are refused', async (_what, creationScript) => {
    const { call } = await startWithWorkspace();
    const body = instance(scripts({ creationScript }));
    expect((await call('PUT', compute('ci-one'), body)).status).toBe(400);
  });
});

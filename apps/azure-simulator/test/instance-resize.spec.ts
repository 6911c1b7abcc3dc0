import { describe, expect, it } from 'vitest';
import {
  createInstance,
  inline,
  power,
  readInstance,
  scripts,
  stateOf,
  stopInstance,
} from './support/instance-session.js';
import { at, compute, names, startWithWorkspace, type Session } from './support/session.js';

const resize = ({ call }: Session, targetVMSize: string) =>
  call('POST', `${compute('ci-one')}/resize`, { targetVMSize });

describe('resizing a compute instance', () => {
  it.each(['Running', 'Stopped'])('leaves it %s as it was, with the new size', async (state) => {
    const session = await startWithWorkspace();
    await createInstance(session);
    if (state === 'Stopped') await stopInstance(session);
    const accepted = await resize(session, 'Standard_D4s_v3');
    expect(accepted.status).toBe(202);
    expect(await readInstance(session)).toMatchObject({
      state: 'Resizing',
      vmSize: 'STANDARD_DS3_V2',
      lastOperation: { operationName: 'Resize' },
    });
    session.pass(60);
    expect((await session.call('GET', String(accepted.headers['location']))).status).toBe(200);
    expect(await readInstance(session)).toMatchObject({ state, vmSize: 'STANDARD_D4S_V3' });
  });

  it('starts it anew, startup script and all', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, scripts({ startupScript: inline('echo hello') }));
    await resize(session, 'Standard_DS4_v2');
    session.pass(70);
    expect(await stateOf(session)).toBe('UserSettingUp');
  });

  it('lists the sizes it may have: those that instances come in', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    const path = `${compute('ci-one')}/getAllowedVmSizesForResize`;
    const sizes = names((await session.call('POST', path)).body);
    expect(sizes).toContain('Standard_DS4_v2');
    expect(sizes).not.toContain('Standard_ND96amsr_A100_v4');
    expect((await resize(session, 'Standard_ND96amsr_A100_v4')).status).toBe(400);
  });

  it('refuses the size it has, and one that there is not', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    for (const size of ['standard_ds3_v2', 'Standard_X9', ''])
      expect((await resize(session, size)).status).toBe(400);
  });

  it('waits for nothing: refused while it starts, and where it is of no use', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, scripts({ startupScript: inline('exit 1') }));
    expect(at((await resize(session, 'Standard_DS4_v2')).body, 'error.code')).toBe(
      'ResizeComputeInstanceOnlyAllowedInRunningOrStoppedState',
    );
    await power(session, 'restart');
    expect(at((await resize(session, 'Standard_DS4_v2')).body, 'error.code')).toBe('Conflict');
  });

  it('fails where the quota has no room, and leaves the size', async () => {
    const session = await startWithWorkspace();
    const limits = { subscriptionId: session.simulator.subscriptionId, location: 'eastus' };
    await createInstance(session);
    await session.control('POST', 'quotas', { ...limits, limits: { familyCores: 7 } });
    const accepted = await resize(session, 'Standard_DS4_v2');
    session.pass(60);
    expect((await session.call('GET', String(accepted.headers['location']))).status).toBe(400);
    expect(await readInstance(session)).toMatchObject({
      state: 'Running',
      vmSize: 'STANDARD_DS3_V2',
      lastOperation: { operationName: 'Resize', operationStatus: 'ResizeFailed' },
    });
    await session.control('POST', 'quotas', { ...limits, limits: { familyCores: 8 } });
    await resize(session, 'Standard_DS4_v2');
    session.pass(60);
    expect(await readInstance(session)).toMatchObject({ vmSize: 'STANDARD_DS4_V2' });
  });
});

describe('a resize to another family', () => {
  it('needs room for all its cores there, and in the region for the additional ones', async () => {
    const session = await startWithWorkspace();
    const limits = { subscriptionId: session.simulator.subscriptionId, location: 'eastus' };
    const families = { standardDSv3Family: 7 };
    await createInstance(session);
    for (const [narrow, ends] of [
      [{ families, dedicatedCores: 8 }, 'ResizeFailed'],
      [{ families: { standardDSv3Family: 8 }, dedicatedCores: 7 }, 'ResizeFailed'],
      [{ families: { standardDSv3Family: 8 }, dedicatedCores: 8 }, 'Succeeded'],
    ] as const) {
      await session.control('POST', 'quotas', { ...limits, limits: narrow });
      await resize(session, 'Standard_D8s_v3');
      session.pass(60);
      expect(at(await readInstance(session), 'lastOperation.operationStatus')).toBe(ends);
    }
  });
});

describe('custom services', () => {
  it('are replaced by POST, at once', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    const services = [{ name: 'rstudio', endpoints: [{ target: 8787, published: 8787 }] }];
    const path = `${compute('ci-one')}/customServices`;
    expect((await session.call('POST', path, services)).status).toBe(200);
    expect(await readInstance(session)).toMatchObject({ customServices: services });
    expect((await session.call('POST', path, {})).status).toBe(400);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryUnreachable, GroupsUnknown } from '#libs/tenants';
import {
  applicationId,
  entraTenantId,
  groupId,
  groups,
  startSimulatedEntra,
  user,
  userId,
  type SimulatedEntra,
} from '../support/simulated-entra.js';

let entra: SimulatedEntra;
let opened: ReturnType<SimulatedEntra['open']>[] = [];

beforeAll(async () => {
  entra = await startSimulatedEntra();
  await entra.put({
    users: [1, 2, 3].map(user),
    servicePrincipals: [{ id: applicationId(1), appId: applicationId(2), displayName: 'Bot' }],
    groups: [
      { id: groupId(1), displayName: 'Inner', members: [userId(1), applicationId(1)] },
      { id: groupId(2), displayName: 'Outer', members: [groupId(1)] },
      { id: groupId(3), displayName: 'Others', members: [userId(2)] },
    ],
  });
});
afterAll(() => entra.stop());
afterEach(async () => {
  for (const { stop } of opened) stop();
  opened = [];
  await entra.clearFaults();
});

/** Time as Armature sees it; the simulator's goes on. */
function movableClock() {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    monotonicMs: () => performance.now() + aheadMs,
    pass: (seconds: number) => void (aheadMs += seconds * 1_000),
  };
}

/** Opened, and looked at once as every process does at its start. */
async function open(...options: Parameters<SimulatedEntra['open']>) {
  const before = await asked();
  const graph = entra.open(...options);
  opened.push(graph);
  await expect.poll(asked).toBe(before + 1);
  return graph;
}

const asked = async (): Promise<number> => (await entra.ledger()).counts.graph;

/** How often Graph is asked while something is done. */
async function askedWhile(work: () => Promise<unknown>): Promise<number> {
  const before = await asked();
  await work();
  return (await asked()) - before;
}

const person = (number: number) =>
  ({ tenantId: entraTenantId, objectId: userId(number), kind: 'USER' }) as const;
const bot = { tenantId: entraTenantId, objectId: applicationId(1), kind: 'BOT' } as const;

const memberships = { pathPattern: '/transitiveMemberOf$' };

describe('the groups of somebody', () => {
  it.each([
    ['a person', person(1)],
    ['an application', bot],
  ])('are those of %s itself, and those that these are in', async (_what, who) => {
    const { directory, problems } = await open();
    expect(await directory.groupsOf(who)).toEqual([groupId(1), groupId(2)]);
    expect(problems()).toEqual([]);
  });

  it('are all of them, on however many pages', async () => {
    await entra.put({ groups: groups(2_000, [userId(3)], 10_000) });
    const { directory } = await open();
    let found: readonly string[] = [];
    const requests = await askedWhile(async () => {
      found = await directory.groupsOf(person(3));
    });
    expect(new Set(found).size).toBe(2_000);
    expect(requests).toBe(3);
  });

  it('are asked for once, however many want to know, and again after five minutes', async () => {
    const clock = movableClock();
    const { directory } = await open(clock);
    const ask = () => Promise.all(Array.from({ length: 20 }, () => directory.groupsOf(person(2))));
    expect(await askedWhile(ask)).toBe(1);
    await entra.put({ groups: [{ id: groupId(3), displayName: 'Others', members: [] }] });
    clock.pass(290);
    expect(await askedWhile(ask)).toBe(0);
    expect(await directory.groupsOf(person(2))).toEqual([groupId(3)]);
    clock.pass(11);
    expect(await askedWhile(ask)).toBe(1);
    expect(await directory.groupsOf(person(2))).toEqual([]);
  });

  it('are asked for by eight at a time', async () => {
    const fault = { name: 'HoldsRequest', match: memberships, times: 'always' };
    await entra.put({ users: Array.from({ length: 20 }, (_, at) => user(100 + at)) });
    const { directory } = await open();
    await entra.fault(fault);
    const holding = async () => (await entra.faults()).value[0]?.holding;
    const all = Promise.all(
      Array.from({ length: 20 }, (_, at) => directory.groupsOf(person(100 + at))),
    );
    await expect.poll(holding).toBe(8);
    // More would have come by the time that all of these were answered.
    for (let looks = 0; looks < 10; looks += 1) expect(await holding()).toBe(8);
    await entra.clearFaults();
    expect(await all).toHaveLength(20);
  });
});

describe('where Graph does not tell them', () => {
  it('because a permission is missing, the operator is told which, once, and when it works again', async () => {
    const { directory, problems, said } = await open();
    await entra.fault({
      name: 'FailsWith',
      match: memberships,
      times: 2,
      parameters: { code: 'Authorization_RequestDenied', statusCode: 403, when: 'request' },
    });
    for (let tries = 0; tries < 2; tries += 1)
      await expect(directory.groupsOf(person(1))).rejects.toMatchObject({
        name: 'GroupsUnknown',
        because: 'not-told',
      });
    expect(problems()).toEqual([
      {
        code: 'GraphPermissionMissing',
        message:
          'Microsoft Graph does not tell the groups of persons (HTTP 403, Authorization_RequestDenied).',
        remedy: expect.stringContaining('GroupMember.Read.All') as string,
      },
    ]);
    await directory.groupsOf(person(1));
    expect(problems()).toEqual([]);
    expect(said.filter((line) => line.includes('GraphPermissionMissing'))).toEqual([
      expect.stringMatching(/^Microsoft Graph cannot be used: GraphPermissionMissing: /),
      'Microsoft Graph works again: it was GraphPermissionMissing after 2 tries',
    ]);
  });

  it('names the permission that applications take, and goes on with persons', async () => {
    await entra.put({ graphPermissions: ['GroupMember.Read.All'] });
    const { directory, problems } = await open();
    await expect(directory.groupsOf(bot)).rejects.toBeInstanceOf(GroupsUnknown);
    expect(await directory.groupsOf(person(1))).toHaveLength(2);
    expect(problems()).toMatchObject([
      { remedy: expect.stringContaining('Application.Read.All') as string },
    ]);
    await entra.put({ graphPermissions: ['GroupMember.Read.All', 'Application.Read.All'] });
  });

  it('is told at the start, before anybody comes', async () => {
    await entra.put({ graphPermissions: [] });
    const { problems } = await open();
    await expect.poll(problems).toMatchObject([{ code: 'GraphPermissionMissing' }]);
    await entra.put({ graphPermissions: ['GroupMember.Read.All', 'Application.Read.All'] });
  });

  it('because it knows nobody of that id, nothing is wrong with Graph', async () => {
    const { directory, problems } = await open();
    await expect(directory.groupsOf(person(999))).rejects.toMatchObject({ because: 'nobody' });
    expect(problems()).toEqual([]);
  });

  it('because it is of a tenant that does not count, nothing is asked', async () => {
    const { directory } = await open();
    const other = { ...person(1), tenantId: crypto.randomUUID() };
    expect(
      await askedWhile(() =>
        expect(directory.groupsOf(other)).rejects.toMatchObject({ because: 'not-asked' }),
      ),
    ).toBe(0);
  });
});

describe('where Graph is away', () => {
  it('for as long as a request may take, it is asked again by then', async () => {
    const { directory } = await open();
    await entra.fault({
      name: 'TooManyRequests',
      match: memberships,
      parameters: { retryAfterSeconds: 1 },
    });
    const before = (await entra.ledger()).throttles.length;
    expect(await askedWhile(() => directory.groupsOf(person(1)))).toBe(2);
    const { throttles } = await entra.ledger();
    expect(throttles.slice(before)).toMatchObject([{ earlyRequests: 0 }]);
  });

  it('for longer, nobody asks in the meantime', async () => {
    const clock = movableClock();
    const { directory, problems } = await open(clock);
    await entra.fault({
      name: 'TooManyRequests',
      match: { pathPattern: '/v1.0/' },
      parameters: { retryAfterSeconds: 30 },
    });
    await expect(directory.groupsOf(person(1))).rejects.toBeInstanceOf(DirectoryUnreachable);
    expect(problems()).toMatchObject([
      { code: 'GraphThrottled', message: expect.stringContaining('30 seconds') as string },
    ]);
    expect(
      await askedWhile(async () => {
        await expect(directory.groupsOf(person(1))).rejects.toBeInstanceOf(DirectoryUnreachable);
        await expect(directory.groupsOf(person(2))).rejects.toBeInstanceOf(DirectoryUnreachable);
        expect(await directory.namesOf(entraTenantId, [groupId(1)])).toEqual(new Map());
      }),
    ).toBe(0);
    expect(problems()).toMatchObject([{ code: 'GraphThrottled' }]);
    await entra.clearFaults();
    clock.pass(30);
    expect(await directory.groupsOf(person(1))).toHaveLength(2);
    expect(problems()).toEqual([]);
  });

  it.each([
    ['it breaks the connection', { name: 'ResetConnection' }, 'GraphUnreachable'],
    ['it answers 500', { name: 'InternalServerError' }, 'GraphUnavailable'],
    [
      'it is busy',
      { name: 'ServiceUnavailable', parameters: { retryAfterSeconds: 60 } },
      'GraphUnavailable',
    ],
  ])('as %s, that is no answer, and is not remembered', async (_what, fault, code) => {
    const clock = movableClock();
    const { directory, problems } = await open(clock);
    await entra.fault({ ...fault, match: memberships });
    await expect(directory.groupsOf(person(1))).rejects.toBeInstanceOf(DirectoryUnreachable);
    expect(problems()).toMatchObject([{ code }]);
    clock.pass(60);
    expect(await directory.groupsOf(person(1))).toHaveLength(2);
  });

  it('or has no token for it, that is told once, by its reason', async () => {
    await entra.fault({ name: 'RefusesToken', times: 'always', parameters: { aadsts: 7000215 } });
    const graph = entra.open();
    opened.push(graph);
    await expect(graph.directory.groupsOf(person(1))).rejects.toBeInstanceOf(DirectoryUnreachable);
    expect(graph.problems()).toMatchObject([{ code: 'AADSTS7000215' }]);
    expect(JSON.stringify([graph.problems(), graph.said])).not.toContain('hunter2');
  });

  it('for one tenant, it answers for the others', async () => {
    const other = 'b7d1c5e0-4a52-4f0e-8c55-2f8f1f6a9d02';
    const pathPattern = `^/${other}/`;
    const match = { pathPattern };
    await entra.fault({
      name: 'RefusesToken',
      match,
      times: 'always',
      parameters: { aadsts: 700016 },
    });
    const { directory } = await open(undefined, { tenantIds: [entraTenantId, other] });
    expect(await directory.groupsOf(person(1))).toHaveLength(2);
    await expect(directory.groupsOf({ ...person(1), tenantId: other })).rejects.toBeInstanceOf(
      DirectoryUnreachable,
    );
  });
});

describe('the names of groups', () => {
  const many = Array.from({ length: 40 }, (_, at) => groupId(20_000 + at));

  beforeAll(() => entra.put({ groups: groups(39, [], 20_000) }));

  it('are asked for fifteen in a request, and remembered for an hour', async () => {
    const clock = movableClock();
    const { directory } = await open(clock);
    let names: ReadonlyMap<string, string> = new Map();
    const ask = async () => {
      names = await directory.namesOf(entraTenantId, many);
    };
    expect(await askedWhile(ask)).toBe(3);
    expect(names.size).toBe(39);
    expect(names.get(groupId(20_007))).toBe('Group 20007');
    await entra.put({ groups: [{ id: groupId(20_007), displayName: 'Renamed', members: [] }] });
    expect(await askedWhile(ask)).toBe(0);
    clock.pass(3_601);
    expect(await askedWhile(ask)).toBe(3);
    expect(names.get(groupId(20_007))).toBe('Renamed');
  });

  it('are left out where they are not told in time, and not asked for again at once', async () => {
    const clock = movableClock();
    const { directory } = await open(clock);
    await entra.fault({ name: 'HoldsRequest', match: { pathPattern: '/groups$' } });
    const ask = () => directory.namesOf(entraTenantId, [groupId(1)]);
    expect(await ask()).toEqual(new Map());
    expect(await askedWhile(ask)).toBe(0);
    clock.pass(31);
    expect(await ask()).toEqual(new Map([[groupId(1), 'Inner']]));
  });
});

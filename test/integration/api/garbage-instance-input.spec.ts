import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../chaos/random.js';
import { startInstanceApi, type InstanceApi } from '../../support/instance-api.js';

let api: InstanceApi;
beforeAll(async () => {
  api = await startInstanceApi();
});
afterAll(() => api.close());

const user = { objectId: randomUUID(), tenantId: randomUUID() };
const application = { name: 'a', image: 'rocker/rstudio:4', targetPort: 8787, publishedPort: 8787 };

/** An input of which every field holds something right. */
const whole = () => ({
  ...api.right.create,
  description: 'a box',
  subnetId: null,
  enableNodePublicIp: true,
  idleTimeBeforeShutdown: 'PT30M',
  assignedUser: user,
  identity: {
    type: 'SYSTEM_ASSIGNED',
    userAssignedIdentityIds: [],
  },
  schedules: [
    {
      action: 'STOP',
      status: 'ENABLED',
      trigger: {
        cron: {
          expression: '0 18 * * *',
          timeZone: 'UTC',
          startTime: '2026-12-01T08:00:00',
        },
      },
    },
    {
      action: 'START',
      trigger: {
        recurrence: {
          frequency: 'MONTH',
          interval: 1,
          timeZone: 'Europe/Berlin',
          hours: [8],
          minutes: [0],
          weekDays: [],
          monthDays: [1],
          startTime: '2026-12-01T08:00:00',
        },
      },
    },
  ],
  setupScripts: {
    creationScript: {
      source: { text: 'ls' },
      arguments: '-l',
      timeout: 'PT5M',
    },
  },
  customApplications: [
    {
      ...application,
      environment: [
        {
          name: 'A',
          value: 'b',
        },
      ],
      mounts: [
        {
          source: '/a',
          target: '/b',
          readOnly: true,
        },
      ],
    },
  ],
  idempotencyKey: randomUUID() as unknown,
});

const garbage: readonly unknown[] = [
  null,
  '',
  ' ',
  '0',
  'null',
  '-1',
  '\0',
  '\ud800',
  '../..',
  '💥',
  "'; DROP TABLE resource; --",
  'x'.repeat(300),
  'ä'.repeat(7e4),
  '*/0 * * * *',
  '1-0',
  '9999-99-99T99:99:99',
  'PT-1S',
  'P999999999999D',
  0,
  -1,
  1.5,
  2 ** 31,
  1e308,
  true,
  [],
  [[]],
  [null],
  {},
  { cron: {} },
  {
    __proto__: null,
    toString: 1,
  },
];

type Path = (string | number)[];

/** The places of every value in it, containers too. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, one]) =>
    placesIn(one, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return [...(path.length > 0 ? [path] : []), ...inner];
}

/** A copy of it with something else at the place. */
function withAt(value: unknown, [first, ...rest]: Path, other: unknown): unknown {
  if (first === undefined) return other;
  if (Array.isArray(value))
    return value.map((one, index) =>
      index === first ? withAt(one, rest, other) : (one as unknown),
    );
  const record = value as Record<string, unknown>;
  return { ...record, [first]: withAt(record[first], rest, other) };
}

describe('garbage in any field', () => {
  it('is refused and not written, or taken for what it says; it is never a mistake of ours', async () => {
    const random = Random.fromEnvironment();
    const all = placesIn(whole()).flatMap((place) => garbage.map((other) => ({ place, other })));
    const chosen = random.shuffle(all).slice(0, 500);
    const { operations } = await api.written();
    let accepted = 0;
    for (const { place, other } of chosen) {
      const name = `box-${random.seed % 1000}-${accepted}x`;
      const input = withAt({ ...whole(), name }, place, other) as object;
      const { status, errors, operation } = await api.send('create', input);
      const where = `seed ${random.seed}: ${JSON.stringify(other)?.slice(0, 50)} at ${place.join('.')}: ${JSON.stringify(errors)}`;
      expect(status, where).toBeLessThan(500);
      expect(JSON.stringify(errors ?? ''), where).not.toContain('INTERNAL');
      if (operation) accepted += 1;
    }
    expect((await api.written())['operations']).toBe(Number(operations) + accepted);
    expect(accepted).toBeLessThan(chosen.length / 4);
  });
});

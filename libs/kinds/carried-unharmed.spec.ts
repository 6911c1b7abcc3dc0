import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { adoptedSettings, objectAt, type ResourceKind } from '#libs/resources';
import { carried, identityId, type Carried } from '../../test/support/carried-bodies.js';
import { FakeArm } from '../../test/support/fake-arm.js';
import { contextForStep, resourceForTests } from '../../test/support/run-kind.js';
import { isObject, parseExactly, type Json } from '../kernel/index.js';
import { stepNamed } from '../operations/kind.rules.js';
import type { ArmBody, StepMemory } from '../operations/index.js';
import { kinds } from './kinds.js';

const all = Object.entries(carried) as [ResourceKind, Carried][];
const notSentOf = ({ notSent }: Carried) => [
  'id',
  'name',
  'type',
  'etag',
  'systemData',
  'identity.principalId',
  'identity.tenantId',
  ...[`identity.userAssignedIdentities.${identityId}`].flatMap((one) => [
    `${one}.principalId`,
    `${one}.clientId`,
  ]),
  ...[
    'provisioningState',
    'provisioningErrors',
    'createdOn',
    'modifiedOn',
    'isAttachedCompute',
  ].map((name) => `properties.${name}`),
  ...notSent,
];

/** More digits than a double has. */
const revision = '9007199254740993';
const newer = parseExactly(
  `{"word":"FutureWord","none":null,"list":[1,{"deep":[]}],"revision":${revision},"rate":0.1000000000000000055511151231257827}`,
);

/** Whatever objects stand in it, each with a field that nobody here knows. Maps by name get an entry more. */
function salted(value: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((one) => salted(one, path));
  if (!isObject(value)) return value;
  const below = Object.entries(value).map(([name, one]) => [name, salted(one, [...path, name])]);
  return Object.fromEntries([...below, ...salt(path)]);
}

/** Tags and identities are texts and ids: an entry that is none would be no answer of ARM's. */
const salt = (path: readonly string[]): [string, unknown][] => {
  const name = path.at(-1);
  if (name === 'tags') return [['newer', 'kept']];
  if (name === 'userAssignedIdentities' || name === 'instanceTypes') return [];
  if (path.at(-2) === 'resources' || name === 'nodeSelector') return [['newer.com/thing', '7']];
  return [['newerThanUs', newer]];
};

/** Words of Azure's lists, which grow; what it is stays. */
const words =
  /^(Succeeded|Basic|Hub|Enabled|Disabled|Approved|FQDN|UserDefined|AllowOnlyApprovedOutbound|Linux|Dedicated|Shared|personal|Stop|Cron|inline|SystemAssigned.*|Preview|none)$/;
function unheardOf(value: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((one) => unheardOf(one, path));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, unheardOf(one, [...path, name])]),
    );
  const isState = path.at(-1) === 'provisioningState';
  return typeof value === 'string' && words.test(value) && !isState ? `Future${value}` : value;
}

/** The digits of every number as ARM would read them. */
const read = (text: string): Json =>
  (
    JSON.parse as (
      text: string,
      reviver: (name: string, value: unknown, context: { source?: string }) => unknown,
    ) => Json
  )(text, (_name, value, { source }) => (typeof value === 'number' ? `number ${source}` : value));

function without(body: unknown, [name = '', ...below]: readonly string[]): unknown {
  if (Array.isArray(body))
    return body.map((one: unknown, index) => (String(index) === name ? without(one, below) : one));
  if (!isObject(body)) return body;
  const { [name]: inner, ...others } = body;
  if (below.length === 0 || inner === undefined) return others;
  return { ...others, [name]: without(inner, below) };
}

function pathOf(text: string): string[] {
  const [before = '', after] = text.split(`.${identityId}.`);
  return after === undefined ? text.split('.') : [...before.split('.'), identityId, after];
}

const operationId = randomUUID();
const tags = { theirs: 'kept', owner: 'ml', 'armature-operation': operationId };

/** What goes to Azure for a change of `asked`, from what it answered, as the text that it is. */
async function sentFor(
  kind: ResourceKind,
  { operation, steps, armId, body }: Carried,
  asked: Record<string, unknown> = {},
): Promise<Json> {
  const { settings, observe } = kinds.of(kind);
  const arm = new FakeArm();
  arm.resources.set(armId.toLowerCase(), body);
  const sent: string[] = [];
  arm.post = async (_id, _action, given) => {
    sent.push(JSON.stringify(given));
    return { state: 'Succeeded', rawState: 'OK' };
  };
  const { put } = arm;
  arm.put = (id, given) => {
    sent.push(JSON.stringify(given));
    return put.call(arm, id, given);
  };
  const observed = observe(body);
  const desired = { ...adoptedSettings(settings, observed), ...asked };
  const resource = resourceForTests({ kind, name: 'it', armId, desired, observed });
  const memory: StepMemory = {};
  for (const name of steps) {
    const input = { asked: ['costTags', ...Object.keys(asked)], before };
    const run = { arm, resource, operationId, input, costTags: [owner] };
    const context = contextForStep(run, memory);
    const outcome = await stepNamed(kinds.operation(operation), name)!.run({ ...context, memory });
    expect(outcome, JSON.stringify(outcome)).toMatchObject({ outcome: 'done' });
    Object.assign(memory, { ...('memory' in outcome && outcome.memory), submitting: false });
    arm.endAll();
  }
  return read(sent.at(-1) ?? '');
}
const owner = { key: 'owner', value: 'ml', source: 'REQUEST' } as const;
const before = { costTags: [{ key: 'Owner', value: 'before' }] };

/** What has to go back of it. */
const expected = (one: Carried): Json => {
  const left = notSentOf(one).reduce<unknown>(
    (rest, path) => without(rest, pathOf(path)),
    one.body,
  );
  return read(JSON.stringify(left));
};

const withBody = (one: Carried, body: unknown): Carried => ({ ...one, body: body as ArmBody });

it('is asked of every kind that is changed by what was read of it', () => {
  const changed = kinds.all.filter(({ readOnly }) => !readOnly).map(({ kind }) => kind);
  expect(Object.keys(carried).sort()).toEqual(changed.sort());
});

describe.each(all)('a change of the tags of a %s', (kind, one) => {
  const ofTags = (body: Json) => ({
    ...body,
    ...(kind !== 'ARC_EXTENSION' && { tags: { ...(body['tags'] as Json), ...tags } }),
  });
  const wanted = (of: Carried) => {
    const body = ofTags(expected(of));
    const { Owner: _owner, ...left } = body.tags as Json;
    return kind === 'ARC_EXTENSION' ? body : { ...body, tags: left };
  };

  it('sends back all that it does not change', async () => {
    expect(await sentFor(kind, one)).toEqual(wanted(one));
  });

  it('keeps fields that nobody here knows, at every level and to the last digit', async () => {
    const newerOne = withBody(one, salted(one.body));
    const sent = await sentFor(kind, newerOne);
    expect(sent).toEqual(wanted(newerOne));
    expect(sent['newerThanUs']).toMatchObject({ revision: `number ${revision}` });
  });

  it('keeps words that nobody here knows', async () => {
    const newerOne = withBody(one, unheardOf(one.body));
    expect(await sentFor(kind, newerOne)).toEqual(wanted(newerOne));
  });

  it('says no secret as null', async () => {
    const text = JSON.stringify(await sentFor(kind, one));
    expect(text).not.toMatch(
      /"(admin\w*|configurationProtectedSettings|\w+ConnectionString)":null/,
    );
  });
});

/** `value` at the path of what is sent back. */
function at(body: unknown, [name = '', ...below]: readonly string[], value: unknown): unknown {
  if (Array.isArray(body))
    return body.map((one: unknown, index) =>
      String(index) === name ? at(one, below, value) : one,
    );
  const standing = isObject(body) ? body : {};
  return { ...standing, [name]: below.length === 0 ? value : at(standing[name], below, value) };
}

const settings = ['properties', 'properties'];
const stop = {
  action: 'STOP',
  status: 'ENABLED',
  trigger: { cron: { expression: '0 18 * * *', timeZone: 'UTC', startTime: null } },
};
const start = { ...stop, action: 'START' };
const startBody = {
  action: 'Start',
  status: 'Enabled',
  triggerType: 'Cron',
  cron: { expression: '0 18 * * *', timeZone: 'UTC' },
};
const two = identityId.replace('/one', '/two');
const amounts = { cpu: '2', memory: '4Gi', nvidiaGpu: null };
const script = { source: { text: 'x' }, arguments: null, timeout: 'PT25M' };

describe('a change beside what nobody here knows', () => {
  it.each<[ResourceKind, Record<string, unknown>, [string[], unknown][]]>([
    [
      'COMPUTE_CLUSTER',
      { scale: { minNodeCount: 0, maxNodeCount: 9, nodeIdleTimeBeforeScaleDown: 'PT2M' } },
      [
        [[...settings, 'scaleSettings', 'maxNodeCount'], 'number 9'],
        [[...settings, 'scaleSettings', 'nodeIdleTimeBeforeScaleDown'], 'PT120S'],
      ],
    ],
    [
      'COMPUTE_CLUSTER',
      { identity: { type: 'USER_ASSIGNED', userAssignedIdentityIds: [identityId, two] } },
      [
        [['identity', 'type'], 'UserAssigned'],
        [['identity', 'userAssignedIdentities', two], {}],
      ],
    ],
    [
      'COMPUTE_CLUSTER',
      { ssh: { publicAccess: 'DISABLED', adminUsername: 'them', publicKey: 'ssh-rsa OURS' } },
      [[[...settings, 'userAccountCredentials', 'adminUserSshPublicKey'], 'ssh-rsa OURS']],
    ],
    [
      'COMPUTE_INSTANCE',
      { setupScripts: { creationScript: null, startupScript: script } },
      [[[...settings, 'setupScripts', 'scripts', 'startupScript', 'scriptData'], 'eA==']],
    ],
    [
      'COMPUTE_INSTANCE',
      { idleTimeBeforeShutdown: 'PT1H' },
      [[[...settings, 'idleTimeBeforeShutdown'], 'PT60M']],
    ],
    ['KUBERNETES_COMPUTE', { namespace: 'ours' }, [[[...settings, 'namespace'], 'ours']]],
    [
      'KUBERNETES_COMPUTE',
      {
        instanceTypes: [
          { name: 'gpu', nodeSelector: { pool: 'big' }, requests: amounts, limits: amounts },
        ],
      },
      [
        [[...settings, 'instanceTypes', 'gpu', 'nodeSelector'], { pool: 'big' }],
        [[...settings, 'instanceTypes', 'gpu', 'resources', 'requests', 'cpu'], '2'],
        [[...settings, 'instanceTypes', 'gpu', 'resources', 'limits', 'cpu'], '2'],
        [[...settings, 'instanceTypes', 'gpu', 'resources', 'limits', 'nvidia.com/gpu'], undefined],
      ],
    ],
    ['ARC_EXTENSION', { releaseTrain: 'Stable' }, [[['properties', 'releaseTrain'], 'Stable']]],
    ['ARC_EXTENSION', { version: '1.2' }, [[['properties', 'version'], '1.2']]],
  ])('%s: %j is all that changes', async (kind, asked, changes) => {
    const one = withBody(carried[kind]!, salted(carried[kind]!.body));
    const standing: unknown = await sentFor(kind, one);
    expect(await sentFor(kind, one, asked)).toEqual(
      changes.reduce((rest, [path, value]) => at(rest, path, value), standing),
    );
  });

  it('COMPUTE_INSTANCE: schedules are those that were asked for, the standing one whole, and any that nobody here can read', async () => {
    const one = carried.COMPUTE_INSTANCE!;
    const unreadable = { action: 'Hibernate', triggerType: 'Event', event: { on: 'budget' } };
    const path = [...settings, 'schedules', 'computeStartStop'];
    const { schedules } = objectAt(one.body, ...settings);
    const [standing] = (schedules as { computeStartStop: Json[] }).computeStartStop;
    const body = at(one.body, path, [unreadable, standing]);
    const given = withBody(one, salted(body));
    const { computeStartStop } = objectAt(
      await sentFor('COMPUTE_INSTANCE', given),
      ...settings,
      'schedules',
    );
    const [kept, whole] = computeStartStop as Json[];
    const sent = await sentFor('COMPUTE_INSTANCE', given, { schedules: [start, stop] });
    expect(objectAt(sent, ...settings, 'schedules')).toEqual({
      ...objectAt(expected(given), ...settings, 'schedules'),
      computeStartStop: [startBody, whole, kept],
    });
    expect(kept).toMatchObject(unreadable);
    const byCall = { ...given, steps: ['set schedules'] };
    expect(await sentFor('COMPUTE_INSTANCE', byCall, { schedules: [start, stop] })).toEqual(
      objectAt(sent, ...settings, 'schedules'),
    );
  });
});

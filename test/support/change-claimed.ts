import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import {
  armIdKey,
  computeArmId,
  isObject,
  parseExactly,
  resourceGroupId,
  workspaceArmId,
} from '#libs/kernel';
import { deleteCompute, setCostTags } from '#libs/catalogue';
import { updateComputeCluster } from '#libs/kinds/compute-clusters';
import { stopComputeInstance } from '#libs/kinds/compute-instances';
import type { ArmBody } from '#libs/operations';
import { claimResourceGroup } from '../../libs/discovery/claims/claim-resource-group.verb.js';
import { ask, type Submission } from './ask.js';
import { adminOfAll } from './engine.js';
import { startSimulatedSystem, type SimulatedSystem } from './simulated-system.js';

/** What came of changing what was claimed. */
export interface Changed {
  /** Bodies that were compared with what stood before a write. */
  writes: number;
  /** Where a body had changed beyond what was asked for: which, and the first byte that is another. */
  harmed: string[];
  /** Computes that still stand after all were deleted. */
  left: number;
  seconds: number;
}

/**
 * Claims so many computes, half of them clusters and half of them instances, whose bodies hold fields that are newer than Armature;
 * then scales or stops, tags and deletes every one, and compares what Azure has after each write with what it had before.
 */
export async function changeClaimed(computes: number): Promise<Changed> {
  const system = await startSimulatedSystem({ clockRate: 20_000 });
  try {
    const startedAtMs = performance.now();
    const standing = await stand(system, computes);
    await claim(system);
    const changed = await changeAll(system, standing);
    return { ...changed, seconds: (performance.now() - startedAtMs) / 1_000 };
  } finally {
    await system.stop();
  }
}

const newer = parseExactly(
  '{"word":"FutureWord","none":null,"revision":9007199254740993,"rate":0.1000000000000000055511151231257827,"list":[1,{"deep":[]}]}',
);
const salt = { newerThanAll: newer };

const cluster: ArmBody = {
  ...salt,
  location: 'eastus',
  tags: { theirs: 'kept', Project: 'before' },
  identity: { type: 'SystemAssigned', ...salt },
  properties: {
    ...salt,
    computeType: 'AmlCompute',
    description: 'theirs',
    properties: {
      ...salt,
      vmSize: 'Standard_DS3_v2',
      scaleSettings: { maxNodeCount: 2, ...salt },
      userAccountCredentials: {
        adminUserName: 'them',
        adminUserSshPublicKey: 'ssh-rsa x',
        ...salt,
      },
    },
  },
};

const instance: ArmBody = {
  ...salt,
  location: 'eastus',
  tags: { theirs: 'kept', Project: 'before' },
  identity: { type: 'SystemAssigned', ...salt },
  properties: {
    ...salt,
    computeType: 'ComputeInstance',
    description: 'theirs',
    properties: {
      ...salt,
      vmSize: 'Standard_DS11_v2',
      sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: 'ssh-rsa x', ...salt },
      schedules: {
        ...salt,
        computeStartStop: [
          {
            ...salt,
            action: 'Stop',
            status: 'Enabled',
            triggerType: 'Cron',
            cron: { expression: '0 18 * * *', timeZone: 'UTC', ...salt },
          },
        ],
      },
    },
  },
};

interface Standing {
  armId: string;
  isCluster: boolean;
}

const groupIn = ({ azure }: SimulatedSystem): string =>
  resourceGroupId(azure.subscriptionId, 'rg-before');

async function stand(system: SimulatedSystem, computes: number): Promise<Standing[]> {
  const { arm } = system;
  const group = groupIn(system);
  const workspace = workspaceArmId(group, 'ws-before');
  await arm.put(group, { location: 'eastus' });
  await arm.put(workspace, { location: 'eastus', properties: {} });
  await settled(system, workspace);
  const few = pLimit(20);
  return Promise.all(
    Array.from({ length: computes }, (_, at) =>
      few(async () => {
        const isCluster = at % 2 === 0;
        const armId = computeArmId(workspace, `${isCluster ? 'cpu' : 'box'}-${at}x`);
        await arm.put(armId, isCluster ? cluster : instance);
        await settled(system, armId);
        return { armId, isCluster };
      }),
    ),
  );
}

async function settled({ arm }: SimulatedSystem, armId: string): Promise<void> {
  await until(async () => {
    const { properties } = (await arm.get(armId)) ?? {};
    return isObject(properties) && properties['provisioningState'] === 'Succeeded';
  });
}

async function claim(system: SimulatedSystem): Promise<void> {
  const { pool } = system.database;
  const armId = groupIn(system);
  await until(async () => {
    await pool.query('UPDATE subscription_look SET look_at = now()');
    const { rowCount } = await pool.query(
      'SELECT FROM listed_resource WHERE arm_id_key = lower($1)',
      [armId],
    );
    return rowCount === 1;
  });
  const { submit, teamId } = system;
  const answer = await ask(claimResourceGroup, submit, adminOfAll(teamId), { armId, teamId });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  await over(system, answer.value.operationId);
}

async function over(system: SimulatedSystem, operationId: string): Promise<void> {
  await until(async () => {
    const { status, error } = await system.story(operationId);
    if (status === 'FAILED') throw new Error(`${operationId}: ${error}`);
    return status === 'SUCCEEDED';
  });
}

async function changeAll(
  system: SimulatedSystem,
  standing: readonly Standing[],
): Promise<Omit<Changed, 'seconds'>> {
  const { rows } = await system.database.pool.query<{ id: string; key: string }>(
    'SELECT id, arm_id_key AS key FROM resource WHERE gone_at IS NULL AND managed',
  );
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const few = pLimit(12);
  const changed = await Promise.all(
    standing.map((one) => few(() => changeOne(system, one, ids.get(armIdKey(one.armId)) ?? ''))),
  );
  const there = await Promise.all(standing.map(({ armId }) => few(() => system.arm.get(armId))));
  return {
    writes: changed.reduce((sum, { writes }) => sum + writes, 0),
    harmed: changed.flatMap(({ harmed }) => harmed),
    left: there.filter((body) => body !== undefined).length,
  };
}

async function changeOne(
  system: SimulatedSystem,
  { armId, isCluster }: Standing,
  computeId: string,
): Promise<Pick<Changed, 'writes' | 'harmed'>> {
  const name = armId.split('/').at(-1) ?? '';
  const changes: readonly [Submission, object][] = [
    isCluster
      ? [updateComputeCluster, { computeId, scale: { maxNodeCount: 7 } }]
      : [stopComputeInstance, { computeId }],
    [setCostTags, { resourceId: computeId, costTags: [{ key: 'project', value: 'after' }] }],
  ];
  const harmed: string[] = [];
  for (const [verb, input] of changes) {
    const before = await system.arm.get(armId);
    await over(system, (await system.ask(verb, input)).operationId);
    const harm = firstHarm(before, await system.arm.get(armId));
    if (harm !== undefined) harmed.push(`${name}: ${harm}`);
  }
  const deletion = { computeId, confirmName: name };
  await over(system, (await system.ask(deleteCompute, deletion)).operationId);
  return { writes: changes.length, harmed };
}

/** What the changes ask for, and what Azure tells of its own work. */
const ours: readonly string[] = [
  'systemData',
  'tags.Project',
  'tags.costCenter',
  'tags.armature-operation',
  'properties.modifiedOn',
  'properties.properties.scaleSettings.maxNodeCount',
  'properties.properties.state',
  'properties.properties.lastOperation',
  'properties.properties.connectivityEndpoints',
  'properties.properties.osImageMetadata',
  'properties.properties.schedules.computeStartStop.id',
];

/** Where two bodies first differ, but for what is ours; undefined where they are the same byte for byte. */
function firstHarm(before: ArmBody | undefined, after: ArmBody | undefined): string | undefined {
  const [was, is] = [textOf(before), textOf(after)];
  if (was === is) return undefined;
  let at = 0;
  while (was[at] === is[at]) at += 1;
  return `${was.slice(at - 40, at + 80)} | ${is.slice(at - 40, at + 80)}`;
}

const textOf = (body: ArmBody | undefined): string => JSON.stringify(without(body, []));

function without(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => without(one, path));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      ours.includes([...path, name].join('.')) ? [] : [[name, without(one, [...path, name])]],
    ),
  );
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 120_000;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error('it does not come about');
    await sleep(50);
  }
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  attachKubernetesCompute,
  provisionKubernetesCompute,
} from '#libs/kinds/kubernetes-computes';
import { installArcExtension } from '#libs/kinds/arc-extensions';
import { armIdKey } from '#libs/kernel';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import { noPorts } from '#libs/operations';
import type { Submission } from '../../support/ask.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  kubernetesScene,
  refusalsOf,
  training,
  type KubernetesScene,
} from '../../support/kubernetes-scene.js';

let database: TestDatabase;
let ours: KubernetesScene;
let theirs: KubernetesScene;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ours = await kubernetesScene(database.pool);
  theirs = await kubernetesScene(database.pool);
});

const query = (text: string, values: unknown[] = []) => database.pool.query(text, values);
const rowOf = async (armId: string): Promise<string | undefined> => {
  const { rows } = await query('SELECT id FROM resource WHERE arm_id_key = $1', [armIdKey(armId)]);
  return (rows[0] as { id: string } | undefined)?.id;
};
const groupOf = (clusterArmId: string) => String(clusterArmId.split('/providers/')[0]);

/** Of a group whose creation failed before Azure had anything of it. */
const neverCame = (armId: string) =>
  query(
    `UPDATE resource SET provisioning_state = 'FAILED', raw_provisioning_state = 'Failed', observed = NULL
      WHERE arm_id_key = $1`,
    [armIdKey(armId)],
  );

const shareNothing = () => query('DELETE FROM shared_scope');

describe("a group's name that a team only asked for", () => {
  it("brings the clusters of whoever has the group into nobody's hands", async () => {
    const { clusterArmId } = ours.given;
    const one = `${clusterArmId}-one`;
    ours.arm.connect(one);
    await neverCame(groupOf(clusterArmId));
    const sweep = new ConnectedClusterSweep({ pool: database.pool, arm: ours.arm });
    await sweep.run(new AbortController().signal);
    expect(await rowOf(one)).toBeUndefined();
    await query(`UPDATE resource SET provisioning_state = 'SUCCEEDED' WHERE arm_id_key = $1`, [
      armIdKey(groupOf(clusterArmId)),
    ]);
    await sweep.run(new AbortController().signal);
    expect(await rowOf(one)).toBeDefined();
  });

  it('lets nobody install anything there, by whatever id the cluster is named', async () => {
    const { clusterArmId } = ours.given;
    const clusterId = await rowOf(clusterArmId);
    await neverCame(groupOf(clusterArmId));
    expect(refusalsOf(await ours.ask(installArcExtension, { ...training, clusterId }))).toEqual([
      ['SCOPE_NOT_SHARED', 'clusterId'],
    ]);
    expect(refusalsOf(await ours.ask(installArcExtension, { ...training, clusterArmId }))).toEqual([
      ['SCOPE_NOT_SHARED', 'clusterArmId'],
    ]);
  });
});

describe("whether another team's cluster exists is not told", () => {
  const identity = {
    type: 'USER_ASSIGNED',
    userAssignedIdentityIds: [
      '/subscriptions/o/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i',
    ],
  };
  const mutations: [string, Submission, object][] = [
    ['attachKubernetesCompute', attachKubernetesCompute, {}],
    ['provisionKubernetesCompute', provisionKubernetesCompute, { extension: training }],
  ];

  it.each(mutations)('by %s', async (_name, mutation, more) => {
    const { clusterArmId } = theirs.given;
    const ask = (named: object) =>
      ours.ask(mutation, { ...ours.attachment, clusterArmId: undefined, ...more, ...named });
    for (const allowed of ['{}', '{westeurope}']) {
      await query('UPDATE team SET allowed_locations = $1 WHERE id = $2', [
        allowed,
        ours.given.teamId,
      ]);
      for (const also of [{}, { identity }]) {
        const standing = await ask({ ...also, clusterArmId });
        expect(refusalsOf(standing)).toContainEqual(['SCOPE_NOT_SHARED', 'clusterArmId']);
        expect(await ask({ ...also, clusterArmId: `${clusterArmId}-no` })).toEqual(standing);
        const clusterId = await rowOf(clusterArmId);
        const byId = await ask({ ...also, clusterId });
        expect(byId.ok).toBe(false);
        expect(await ask({ ...also, clusterId: randomUUID() })).toEqual(byId);
      }
    }
  });
});

describe('an extension setting that names something in Azure', () => {
  const relay = (armId: string) => ({
    extraSettings: [
      {
        name: 'relayserver.hybridConnectionResourceID',
        value: `${armId}/providers/Microsoft.Relay/namespaces/r`,
      },
    ],
  });

  it("is refused where it is another team's, and taken where it is the team's own", async () => {
    const setting = ['extraSettings', 'relayserver.hybridConnectionResourceID'];
    const theirGroup = relay(groupOf(theirs.given.clusterArmId));
    const { clusterArmId } = ours.given;
    const install = { clusterArmId, ...training };
    expect(refusalsOf(await ours.ask(installArcExtension, { ...install, ...theirGroup }))).toEqual([
      ['SCOPE_NOT_SHARED', ...setting],
    ]);
    const provision = { ...ours.attachment, extension: { ...training, ...theirGroup } };
    expect(refusalsOf(await ours.ask(provisionKubernetesCompute, provision))).toEqual([
      ['SCOPE_NOT_SHARED', 'extension', ...setting],
    ]);
    const own = relay(groupOf(clusterArmId));
    expect(refusalsOf(await ours.ask(installArcExtension, { ...install, ...own }))).toEqual([]);
  });

  const theirRelay = () => relay(groupOf(theirs.given.clusterArmId)).extraSettings[0]!.value;

  it.each([
    ['by dots', () => `${groupOf(ours.given.clusterArmId)}/..${theirRelay()}`],
    ['by backslashes, which helm drops', () => theirRelay().replaceAll('/', String.raw`\/`)],
    ['by a backslash in a word', () => theirRelay().replace('subs', String.raw`s\ubs`)],
    ['by leaving out its first slash', () => theirRelay().slice(1)],
    ['encoded', () => theirRelay().replaceAll('/', '%2F')],
    ['in a list', () => `{${theirRelay()}}`],
    ['in a list, with backslashes', () => `{\\${theirRelay()}}`],
    ['after another', () => `${groupOf(ours.given.clusterArmId)};${theirRelay()}`],
  ])('is refused where it is hidden %s', async (_how, value) => {
    const { clusterArmId } = ours.given;
    const extraSettings = [{ name: 'relayserver.hybridConnectionResourceID', value: value() }];
    const install = { clusterArmId, ...training, extraSettings };
    expect(refusalsOf(await ours.ask(installArcExtension, install))).toEqual([
      ['INVALID_INPUT', 'extraSettings'],
    ]);
  });

  it.each(['sslCname', 'sslSecret', 'volumePluginDir'])(
    'cannot be begun within %s',
    async (name) => {
      const settings = { ...training.settings, [name]: `a,relayserver.id=${theirRelay()}` };
      const { clusterArmId } = ours.given;
      expect(refusalsOf(await ours.ask(installArcExtension, { clusterArmId, settings }))).toEqual([
        ['INVALID_INPUT', 'settings', name],
      ]);
    },
  );

  it('cannot be begun within the name of a protected one', async () => {
    const name = `relayserver.id=${theirRelay()},other`;
    const protectedSettings = [{ name, reference: 'file:one' }];
    const install = { clusterArmId: ours.given.clusterArmId, ...training, protectedSettings };
    expect(refusalsOf(await ours.ask(installArcExtension, install))).toEqual([
      ['INVALID_INPUT', 'protectedSettings', name],
    ]);
  });
});

describe('a secret that names something in Azure', () => {
  const install = () => ({
    clusterArmId: ours.given.clusterArmId,
    ...training,
    protectedSettings: [
      {
        name: 'relayserver.id',
        reference: 'file:relay',
      },
    ],
  });
  const relayIn = (clusterArmId: string) =>
    `${groupOf(clusterArmId)}/providers/Microsoft.Relay/namespaces/r`;
  const end = (secret: string) =>
    ours.perform(installArcExtension, install(), {
      ...noPorts,
      secrets: { read: async () => secret },
    });

  it("is sent where that is the team's own", async () => {
    expect(await end(relayIn(ours.given.clusterArmId))).toMatchObject({ status: 'SUCCEEDED' });
  });

  it.each([
    ["another team's", () => relayIn(theirs.given.clusterArmId)],
    ['hidden among other text', () => `Id=${relayIn(ours.given.clusterArmId)};Key=k`],
  ])('is not sent where that is %s', async (_what, secret) => {
    await shareNothing();
    expect(await end(secret())).toMatchObject({ status: 'FAILED', error: 'SCOPE_NOT_SHARED' });
    expect(ours.arm.ledger).toEqual([]);
  });
});

describe("another team's cluster that is shared", () => {
  const share = (armId: string, includesChildren: boolean) =>
    query(
      `INSERT INTO shared_scope (team_id, arm_id, arm_id_key, includes_children, owner_team_id, shared_by_id)
        VALUES ($1, $2, lower($2), $3, $4, (SELECT id FROM principal LIMIT 1))
        ON CONFLICT (team_id, arm_id_key) DO UPDATE SET includes_children = excluded.includes_children`,
      [ours.given.teamId, armId, includesChildren, theirs.given.teamId],
    );
  const provision = (more: object) =>
    ours.ask(provisionKubernetesCompute, { ...ours.attachment, ...more, extension: training });

  it('takes the extension from who shares what lies below it, and from nobody else', async () => {
    const { clusterArmId } = theirs.given;
    const named = async () => [
      { clusterArmId },
      { clusterArmId: undefined, clusterId: await rowOf(clusterArmId) },
    ];
    await share(clusterArmId, false);
    for (const by of await named())
      expect(refusalsOf(await provision(by))).toEqual([['SCOPE_NOT_SHARED', 'extension']]);
    await theirs.install();
    const attached = await ours.ask(attachKubernetesCompute, { ...ours.attachment, clusterArmId });
    expect(refusalsOf(attached)).toEqual([]);
    await query(`UPDATE resource SET gone_at = now() WHERE kind = 'KUBERNETES_COMPUTE'`);
    await share(clusterArmId, true);
    for (const by of await named()) {
      expect(refusalsOf(await provision(by))).toEqual([]);
      await query(`UPDATE resource SET gone_at = now() WHERE kind = 'KUBERNETES_COMPUTE'`);
    }
  });
});

import { computeArmId } from '#libs/kernel';
import { startApi } from './api.js';
import { givenWorkspace } from './engine.js';
import { at } from './gateway.js';
import { insertInstance } from './instance-row.js';

export type InstanceMutation = 'create' | 'update' | 'start' | 'resize';

const inputTypes: Record<InstanceMutation, string> = {
  create: 'CreateComputeInstanceInput',
  update: 'UpdateComputeInstanceInput',
  start: 'ComputeInstanceActionInput',
  resize: 'ResizeComputeInstanceInput',
};

export const plainWorkspace = {
  location: 'eastus',
  friendlyName: null,
  description: null,
  storageAccountId: '/subscriptions/s',
  keyVaultId: '/subscriptions/s',
  applicationInsightsId: null,
  containerRegistryId: null,
  identity: {
    type: 'SYSTEM_ASSIGNED',
    userAssignedIdentityIds: [],
  },
};

const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));

export const globalId = (type: string, id: string): string =>
  Buffer.from(`${type}:${id}`).toString('base64url');

/** The API without Azure, with a workspace and an instance in it; nobody works on what it accepts. */
export async function startInstanceApi() {
  const api = await startApi();
  const { pool } = api.database;
  const given = await givenWorkspace(pool);
  await pool.query(`UPDATE resource SET desired = $1 WHERE kind = 'WORKSPACE'`, [plainWorkspace]);
  const name = 'box-one';
  const where = { ...given, name, armId: computeArmId(given.armId, name) };
  const settings = { state: 'Running', vmSize: 'Standard_DS11_v2' };
  const id = await insertInstance(pool, where, { properties: { properties: settings } });
  const workspaceId = globalId('Workspace', given.workspaceId);
  const computeId = globalId('ComputeInstance', id);
  const right: Record<InstanceMutation, object> = {
    create: { workspaceId, name: 'box-new', vmSize: 'Standard_DS11_v2', costTags },
    update: { computeId },
    start: { computeId },
    resize: { computeId, vmSize: 'Standard_DS12_v2' },
  };
  return {
    /** What is right about each input. */
    right,
    /** Sends a mutation whose input is right but for `input`. */
    async send(mutation: InstanceMutation, input: object) {
      const { status, data, errors } = await api.graphql(
        api.adminKey,
        `mutation ($input: ${inputTypes[mutation]}!) { payload: ${mutation}ComputeInstance(input: $input) {
          operation { id } userErrors { code message field } } }`,
        { input: { ...right[mutation], ...input } },
      );
      const payload = at(data)?.payload;
      return { status, errors, operation: payload?.operation, userErrors: payload?.userErrors };
    },
    /** All that a mutation could have written, to be compared with what was there before it. */
    async written(): Promise<Record<string, unknown>> {
      const { rows } = await pool.query<Record<string, unknown>>(
        `SELECT (SELECT count(*) FROM operation)::int AS operations, (SELECT count(*) FROM outbox_event) AS events,
           (SELECT count(*) FROM cost_tag) AS tags, (SELECT count(*) FROM idempotency_record) AS keys,
           (SELECT string_agg(name || version || desired::text, ',' ORDER BY id) FROM resource) AS resources`,
      );
      return rows[0] ?? {};
    },
    close: () => api.close(),
  };
}

export type InstanceApi = Awaited<ReturnType<typeof startInstanceApi>>;

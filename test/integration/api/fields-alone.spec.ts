import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { givenWorkspace } from '../../support/engine.js';
import { askFor, everythingOf, fieldsOf } from '../../support/schema-walk.js';
import { storeRow } from '../../support/stored-rows.js';
import { settingOf, typeNames, type TestedKind } from '../../support/two-settings.js';

type Node = Record<string, unknown>;

const lists: Partial<Record<TestedKind, string>> = {
  RESOURCE_GROUP: 'resourceGroups',
  WORKSPACE: 'workspaces',
  AZURE_SUBSCRIPTION: 'azureSubscriptions',
  CONNECTED_CLUSTER: 'connectedClusters',
};
const kinds = (Object.keys(typeNames) as TestedKind[]).filter((kind) => kind !== 'ARC_EXTENSION');

let api: ApiUnderTest;
let place: Awaited<ReturnType<typeof givenWorkspace>>;

beforeAll(async () => {
  api = await startApi(undefined, undefined, undefined, { costLimit: Infinity });
  place = await givenWorkspace(api.database.pool);
}, 60_000);
afterAll(() => api.close());

/** A resource of the kind; answers its global id. */
async function store(kind: TestedKind): Promise<string> {
  const parentId = kind === 'RESOURCE_GROUP' ? null : place.workspaceId;
  const { desired, observed } = settingOf(kind, 'one');
  const id = await storeRow(api.database.pool, place.teamId, { kind, parentId, desired, observed });
  return Buffer.from(`${typeNames[kind]}:${id}`).toString('base64url');
}

/** The node as its list shows it. */
async function listed(kind: TestedKind, id: string, selection: string): Promise<Node> {
  const list = lists[kind] ?? 'computes';
  const nodes = `nodes { __typename ... on ${typeNames[kind]} { id ${selection} } }`;
  const { data, errors } = await api.graphql(api.adminKey, `{ ${list}(first: 100) { ${nodes} } }`);
  expect(errors).toBeUndefined();
  const all = (data as Record<string, { nodes: Node[] }>)[list]?.nodes ?? [];
  return all.find((node) => node['id'] === id) ?? {};
}

describe('a page, which reads the columns that it is asked for', () => {
  it.each(kinds)('says of a field alone what it says among all others: %s', async (kind) => {
    const id = await store(kind);
    const whole = await listed(kind, id, everythingOf(typeNames[kind]));
    const fields = fieldsOf(typeNames[kind]);
    expect(Object.keys(whole)).toEqual(expect.arrayContaining(fields));
    for (const field of fields) {
      const alone = await listed(kind, id, askFor(typeNames[kind], field));
      expect({ field, says: alone[field] }).toEqual({ field, says: whole[field] });
    }
  });
});

import type { ApiUnderTest } from './api.js';
import { lentInTests, shareWith } from './engine.js';

/** Data of an answer, for specs that say themselves what they expect of it. */
export type Loose = { [key: string]: Loose } & string;
export const at = (value: unknown): Loose => value as Loose;

/** Creates a team; variables `{ name, tags }`. */
export const createTeam = `mutation ($name: String!, $tags: [CostTagInput!]) {
  createTeam(input: { name: $name, costCenter: "CC-1", defaultCostTags: $tags }) { team { id } userErrors { code field } } }`;
const createKey = `mutation ($teamId: ID, $role: Role!, $name: String!) {
  createApiKey(input: { botName: $name, teamId: $teamId, role: $role, name: $name }) { secret apiKey { id prefix } userErrors { code } } }`;

/** Creates a resource group; variables `{ input }`. */
export const createGroup = `mutation ($input: CreateResourceGroupInput!) { createResourceGroup(input: $input) {
  operation { id kind status steps { name status } } resourceGroup { id name costTags { key value source } }
  userErrors { code field message operationId } } }`;

/** A team with every default cost tag; answers its global id. */
export async function givenTeam(
  api: ApiUnderTest,
  name: string,
  lent: readonly string[] = lentInTests,
): Promise<string> {
  const tags = [
    { key: 'owner', value: 'o' },
    { key: 'environment', value: 'test' },
  ];
  const { data } = await api.graphql(api.adminKey, createTeam, { name, tags });
  const id = at(data).createTeam!.team!.id!;
  for (const armId of lent) await shareWith(api.database.pool, rowIdOf(id), armId);
  return id;
}

/** The row behind a global id. */
export const rowIdOf = (id: string): string =>
  String(Buffer.from(id, 'base64url')).split(':')[1] ?? '';

/** The secret of a new bot's key with a role in a team, or platform-wide without one. */
export async function givenKey(
  api: ApiUnderTest,
  teamId: string | null,
  role: string,
  name: string,
): Promise<string> {
  const { data } = await api.graphql(api.adminKey, createKey, { teamId, role, name });
  return at(data).createApiKey!.secret!;
}

/** The global id of the key of this name. */
export async function apiKeyId(api: ApiUnderTest, name: string): Promise<string> {
  const { rows } = await api.database.pool.query<{ id: string }>(
    'SELECT id FROM api_key WHERE name = $1',
    [name],
  );
  return Buffer.from(`ApiKey:${rows[0]?.id}`).toString('base64url');
}

/** The operation that creates a resource group; nobody works on it. Answers its global id. */
export async function givenOperation(
  api: ApiUnderTest,
  teamId: string,
  name: string,
): Promise<string> {
  const input = { name, location: 'eastus', teamId };
  const { data } = await api.graphql(api.adminKey, createGroup, { input });
  return at(data).createResourceGroup!.operation!.id!;
}

/** Cancels an operation at once. */
export const cancel = (api: ApiUnderTest, id: string) =>
  api.graphql(
    api.adminKey,
    'mutation ($id: ID!) { cancelOperation(input: { id: $id }) { operation { status } userErrors { code message } } }',
    { id },
  );

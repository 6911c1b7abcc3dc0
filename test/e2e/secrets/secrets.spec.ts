import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#libs/database';
import { recordRequests } from '../../support/record-requests.js';
import { findSecrets, readAllRows, type Searched } from '../../support/search-secrets.js';
import { protectedFiles, startSecretScene, until, type SecretScene } from './secret-scene.js';

const secrets = new Map<string, string>(Object.entries(protectedFiles));
let scene: SecretScene;
let recorded: ReturnType<typeof recordRequests>;

beforeAll(async () => {
  recorded = recordRequests();
  scene = await startSecretScene();
  secrets.set('the API key', scene.apiKey);
  secrets.set('the identity header', scene.system.azure.identityHeader);
});
afterAll(async () => {
  recorded?.stop();
  await scene?.system.stop();
});

async function givenClusters(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { kubeconfig, token } = await scene.connect(name);
    secrets.set(`the kubeconfig of ${name}`, kubeconfig);
    secrets.set(`the token of ${name}`, token);
  }
  await scene.untilSeen(names);
}

async function provision(cluster: string): Promise<string> {
  const input = scene.inputFor(cluster);
  const { operationId, userErrors } = await scene.client.mutate(
    'provisionKubernetesCompute',
    input,
  );
  expect(userErrors).toEqual([]);
  return operationId;
}

/** What Azure could say that repeats what it was sent: as it was, as JSON and in base64. */
const echo = (): string => {
  const said = Object.values(protectedFiles).flatMap((secret) => [
    secret,
    JSON.stringify({ value: secret }),
    Buffer.from(secret).toString('base64'),
  ]);
  return `Error: [ InnerError: [Helm installation failed : values: ${said.join(' and ')}]]`;
};

/** The PUT of the cluster's extension is refused, or accepted and failed afterwards. */
const failExtension = (cluster: string, when: 'request' | 'operation'): Promise<unknown> =>
  scene.system.control('faults', {
    name: 'FailsWith',
    match: { method: 'PUT', pathPattern: `/${cluster}/.*/extensions/azureml$` },
    parameters: { code: 'ExtensionOperationFailed', message: echo(), statusCode: 400, when },
  });

/** Resolves when the sweep has seen the cluster's extension in this state, with what Azure says of it. */
const extensionSeen = (cluster: string, state: string): Promise<void> =>
  until(async () => {
    const { rows } = await scene.system.database.pool.query(
      `SELECT 1 FROM resource WHERE kind = 'ARC_EXTENSION' AND provisioning_state::text = $1 AND arm_id_key LIKE $2`,
      [state, `%/${cluster}/%`],
    );
    expect(rows).toHaveLength(1);
  });

/** What clients do that take a reference for the secret itself, or write it where nothing of the kind belongs. */
async function giveSecretsAway(cluster: string): Promise<void> {
  const { client, inputFor } = scene;
  const { password, 'tls-key': key } = protectedFiles;
  const mistakes = [
    inputFor(cluster, { kubeconfigReference: secrets.get(`the kubeconfig of ${cluster}`) }),
    inputFor(cluster, { kubeconfigReference: password }),
    inputFor(cluster, {}, { protectedSettings: [{ name: 'sslKeyPemFile', reference: key }] }),
    inputFor(cluster, {}, { extraSettings: [{ name: 'proxyPassword', value: password }] }),
  ];
  for (const mistake of mistakes) {
    const { userErrors } = await client.mutate('provisionKubernetesCompute', mistake);
    expect(userErrors.map(({ code }) => code)).toContain('INVALID_INPUT');
  }
  const document = (input: string): string =>
    `mutation ($input: ProvisionKubernetesComputeInput!) {
      provisionKubernetesCompute(input: ${input}) { userErrors { code } } }`;
  for (const given of [[key], key, [{ name: 'sslKeyPemFile', reference: [key] }]]) {
    const input = inputFor(cluster, {}, { protectedSettings: given });
    expect(await client.graphql(document('$input'), { input })).toHaveProperty('errors');
  }
  const literal = `{ workspaceId: "a", extension: { protectedSettings: [${JSON.stringify(key)}] } }`;
  expect(await client.graphql(document(literal))).toHaveProperty('errors');
}

const errorFields = 'error { code message remedy target details { code message remedy } }';
const everything = `{
  operations(first: 50) { nodes { id kind status idempotencyKey targetName ${errorFields}
    steps { name status message rawState ${errorFields} }
    auditEvents(first: 50) { nodes { action before after targetName } } } }
  auditEvents(first: 50) { nodes { action before after targetName requestId } }
  computes(first: 50) { nodes { __typename id name provisioningErrors { code message details { message } }
    ... on KubernetesCompute { namespace diagnostics { code message } } } }
  connectedClusters(first: 50) { nodes { name provisioningErrors { message }
    extensions { name provisioningState settings { sslCname } extraSettings protectedSettings { name reference }
      provisioningErrors { code message remedy details { message } } } } }
}`;

/** All that anybody could read: rows, log lines, requests but for what they identify themselves with, and answers. */
async function gather(): Promise<Searched[]> {
  const { system, client } = scene;
  const admin = openDatabase({ url: system.database.adminUrl, applicationName: 'test' });
  const rows = await readAllRows(admin.pool);
  await admin.close();
  const logs = ['api', 'worker'].map(async (name) => {
    const text = await system.logOf(name);
    return { place: `log of ${name}`, text };
  });
  return [
    ...rows,
    ...(await Promise.all(logs)),
    ...client.answers.map((text) => ({ place: 'answer', text })),
    ...recorded.requests.map((text) => ({ place: 'request', text })),
  ];
}

describe('the secrets of protected settings and of kubeconfigs, and the tokens', () => {
  it('stand in no row, log line, request or answer, whatever Azure says and clients do wrong', async () => {
    await givenClusters([
      'hx-bare',
      'hx-good',
      'hx-refused',
      'hx-failed',
      'hx-unreadable',
      'hx-misdirected',
    ]);
    await scene.giveSecret('hx-unreadable', `{ no: [ ${protectedFiles.password}`);
    const strange = `"token":${JSON.stringify(protectedFiles.password)}`;
    const kubeconfig = secrets.get('the kubeconfig of hx-misdirected') ?? '';
    await scene.giveSecret(
      'hx-misdirected',
      kubeconfig.replace(/"token":"[^"]+"/, () => strange),
    );
    await failExtension('hx-refused', 'request');
    await failExtension('hx-failed', 'operation');

    const unread = await provision('hx-misdirected');
    const asked = await Promise.all(
      ['hx-good', 'hx-refused', 'hx-failed', 'hx-unreadable'].map(provision),
    );
    expect(await Promise.all(asked.map(scene.ended))).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'FAILED', code: 'ExtensionOperationFailed' },
      { status: 'FAILED', code: 'ExtensionOperationFailed' },
      { status: 'FAILED', code: 'KUBECONFIG_NOT_USABLE' },
    ]);
    await until(async () =>
      expect((await scene.read(unread)).lastMessage).toContain('did not answer'),
    );
    await extensionSeen('hx-good', 'SUCCEEDED');
    await extensionSeen('hx-failed', 'FAILED');
    await giveSecretsAway('hx-bare');
    await scene.client.graphql(everything);

    const searched = await gather();
    [...recorded.tokens].forEach((token, index) => secrets.set(`bearer token ${index}`, token));
    expect(recorded.tokens.size).toBeGreaterThan(1);
    for (const place of ['table public.resource', 'table public.audit_event', 'log of worker'])
      expect(searched.map((each) => each.place)).toContain(place);
    expect(findSecrets(secrets, searched)).toEqual([]);
    // What clients name stands in rows and answers, and in no log either.
    const logs = searched.filter(({ place }) => place.startsWith('log of'));
    expect(logs.filter(({ text }) => /hx-[a-z]/.test(text))).toEqual([]);
  });
});

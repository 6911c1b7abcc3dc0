import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { withClient } from '../../apps/launcher/src/postgres/prepare-database.js';
import { findEntry } from '../../apps/launcher/src/system/find-entry.js';
import { openDatabase } from '#libs/database';
import { createDevelopmentKey } from '#libs/tenants';
import { globalId, type NodeType } from '#libs/verbs';
import type { Finding } from '../support/finding.js';
import { quantile } from '../support/quantile.js';
import { seedComputes } from '../support/seed-computes.js';
import { startBenchDatabase } from '../support/start-bench-database.js';
import { startContestant } from '../support/start-contestant.js';
import { hostilities, type Target } from './hostile-clients.js';

const computes = 20_000;
const seconds = 12;
const settleMs = 4_000;
/** Twenty requests a second, whether the ones before were answered or not. */
const everyMs = 50;

const page = `{ computes(first: 20) { nodes { id name provisioningState costTags { key value } } } }`;

/** How long a quiet neighbour waits for its page while the others do what they do: milliseconds, in order. */
async function waits(url: string, key: string): Promise<number[]> {
  const answers: Promise<number>[] = [];
  const startMs = performance.now();
  for (let count = 0; count * everyMs < seconds * 1_000; count++) {
    await sleep(Math.max(0, startMs + count * everyMs - performance.now()));
    answers.push(wait(url, key));
  }
  return (await Promise.all(answers)).toSorted((left, right) => left - right);
}

/** Infinity where the page is refused. */
async function wait(url: string, key: string): Promise<number> {
  const before = performance.now();
  const body = JSON.stringify({ query: page });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/graphql`, { method: 'POST', body, headers });
  const text = await response.text();
  return text.includes('"nodes"') ? performance.now() - before : Infinity;
}

const told = (sorted: readonly number[]): string =>
  `p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p99 ${quantile(sorted, 0.99).toFixed(1)} ms`;

const hostileMain = fileURLToPath(new URL('hostile.main.js', import.meta.url));

/** In a process of their own: what they parse does not keep the quiet one from reading its clock. */
const startHostile = (name: string, target: Target): ChildProcess =>
  spawn(process.execPath, [hostileMain, name, JSON.stringify(target)], { stdio: 'inherit' });

/** Measures while hostile clients are at work; rejects where they ended before it was done. */
async function besideHostile<T>(
  name: string,
  target: Target,
  measure: () => Promise<T>,
): Promise<T> {
  const clients = startHostile(name, target);
  const ended = once(clients, 'exit');
  try {
    await sleep(settleMs);
    const measured = await measure();
    if (clients.exitCode !== null || clients.signalCode !== null)
      throw new Error('the hostile clients ended by themselves');
    return measured;
  } finally {
    clients.kill('SIGKILL');
    await ended;
  }
}

/** What a quiet member of one team notices of hostile members of another. */
export async function measureNeighbours(): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const database = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  await seedComputes(database.adminUrl, computes);
  const api = stack.adopt(
    await startContestant('api', findEntry('api'), database.folder, {
      DATABASE_URL: database.databaseUrl,
    }),
    (one) => one.stop(),
  );
  const { quiet, hostile } = await prepare(database.databaseUrl, database.adminUrl, api.url);
  await waits(api.url, quiet);
  const alone = await waits(api.url, quiet);
  const findings: Finding[] = [];
  for (const name of Object.keys(hostilities)) {
    const beside = await besideHostile(name, hostile, () => waits(api.url, quiet));
    await sleep(settleMs);
    findings.push({
      what: `a page of 20 for a quiet neighbour of ${name}`,
      measured: told(beside),
      against: `alone ${told(alone)}`,
      ratio: quantile(beside, 0.99) / quantile(alone, 0.99),
      aim: 'p99 ≤ 3',
    });
  }
  return findings;
}

/** Keys of an operator in each of two teams, made through the API, and what the hostile one may ask for. */
async function prepare(databaseUrl: string, adminUrl: string, url: string) {
  const opened = openDatabase({ url: databaseUrl, applicationName: 'bench' });
  const admin = await createDevelopmentKey(opened.pool).finally(() => opened.close());
  return withClient(adminUrl, async (client: pg.Client) => {
    const { rows: teams } = await client.query<{ id: string }>(
      `SELECT id FROM team WHERE name LIKE 'team-%' ORDER BY name LIMIT 2`,
    );
    const [calm, loud] = teams.map(({ id }) => id);
    const idsOf = async (type: NodeType, text: string): Promise<string[]> => {
      const { rows } = await client.query<{ id: string }>(text, [loud]);
      return rows.map(({ id }) => globalId(type, id));
    };
    const hostile: Target = {
      url,
      keys: await Promise.all(
        ['1', '2', '3', '4'].map((name) => keyFor(url, admin, loud ?? '', `hostile-${name}`)),
      ),
      workspaceIds: await idsOf(
        'Workspace',
        `SELECT id FROM resource WHERE kind = 'WORKSPACE' AND team_id = $1`,
      ),
      operationIds: await idsOf(
        'Operation',
        `SELECT id FROM operation WHERE team_id = $1 LIMIT 900`,
      ),
    };
    return { quiet: await keyFor(url, admin, calm ?? '', 'quiet'), hostile };
  });
}

async function keyFor(url: string, admin: string, teamId: string, name: string): Promise<string> {
  const query = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { message } } }`;
  const input = {
    teamId: globalId('Team', teamId),
    botName: name,
    name,
    role: 'OPERATOR',
  };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${admin}` },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data } = (await response.json()) as { data: { createApiKey: { secret: string } } };
  return data.createApiKey.secret;
}

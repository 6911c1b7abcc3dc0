import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { openDatabase } from '#libs/database';
import { fixedDocument } from '../../apps/api/src/channels/fixed-document.js';
import { computes as allComputes } from '../../apps/api/src/reads/verbs.js';
import { findEntry } from '../../apps/launcher/src/system/find-entry.js';
import { requestsPerSecond } from '../support/load.js';
import { makeMemberKey } from '../support/make-member-key.js';
import { race } from '../support/race.js';
import { seedComputes } from '../support/seed-computes.js';
import { startBenchDatabase } from '../support/start-bench-database.js';
import { startContestant } from '../support/start-contestant.js';
import type { Finding } from '../support/finding.js';

const computes = 100_000;
const size = 50;
/** V8 takes some thousand pages of graphql-js to compile what is hot. */
const turns = { warmUps: 3, rounds: 4 };
const seconds = 3;
const connections = 20;

const ours = `query ($n: Int!) { computes(first: $n) {
  nodes { id name provisioningState ... on ComputeCluster { vmSize } costTags { key value }
    operations(first: 1) { nodes { id kind status } } }
  pageInfo { hasNextPage endCursor } } }`;

const theirs = `query ($n: Int!, $team: UUID!) { computes: allResources(first: $n, orderBy: PRIMARY_KEY_DESC,
  condition: { kind: "COMPUTE_CLUSTER", teamId: $team }) {
  nodes { id: rowId name provisioningState vmSizeKey costTags: costTagsByResourceId(orderBy: KEY_ASC) { nodes { key value } }
    operations: operationsByTargetId(first: 1, orderBy: PRIMARY_KEY_DESC) { nodes { id: rowId kind status } } }
  pageInfo { hasNextPage endCursor } } }`;

/** The document that REST answers the page by, as a client of GraphQL would send it. */
const restPage = JSON.stringify({
  query: fixedDocument(buildSchema(readFileSync('schema.graphql', 'utf8')), allComputes).text,
  variables: { first: size },
});

interface Page {
  data: {
    computes: { nodes: { name: string; costTags: object; operations: { nodes: object[] } }[] };
  };
}

/** What one request gets, to see that all answer the same page before any is measured. */
async function namesFrom(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<string> {
  const all = { 'content-type': 'application/json', ...headers };
  const response = await fetch(url, { method: 'POST', body, headers: all });
  const text = await response.text();
  const { nodes } = (JSON.parse(text) as Page).data?.computes ?? { nodes: [] };
  const complete = nodes.every(
    ({
      costTags,
      operations: {
        nodes: [latest],
      },
    }) => costTags && latest,
  );
  if (nodes.length !== size || !complete) throw new Error(`${url} answered ${text.slice(0, 300)}`);
  return nodes.map(({ name }) => name).join();
}

/** Pages of one team among fifty, for a member of it, per second of the API as it runs in production, against the floor and against PostGraphile. */
export async function measurePage(): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const database = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  await seedComputes(database.adminUrl, computes);
  const pool = openDatabase({ url: database.databaseUrl, applicationName: 'bench' });
  const { key, teamId } = await makeMemberKey(pool.pool).finally(() => pool.close());
  const start = async (name: string, entry: string) =>
    stack.adopt(
      await startContestant(name, entry, database.folder, { DATABASE_URL: database.databaseUrl }),
      (one) => one.stop(),
    );
  const api = await start('api', findEntry('api'));
  const floor = await start('floor', join(import.meta.dirname, 'floor.main.js'));
  const rival = await start('postgraphile', join(import.meta.dirname, 'postgraphile.main.js'));
  const loads = {
    floor: { url: floor.url, body: bodyOf(ours, teamId), headers: {} },
    api: {
      url: `${api.url}/graphql`,
      body: bodyOf(ours),
      headers: { authorization: `Bearer ${key}` },
    },
    postgraphile: { url: `${rival.url}/graphql`, body: bodyOf(theirs, teamId), headers: {} },
  };
  const pages = await Promise.all(
    Object.values(loads).map(({ url, body, headers }) => namesFrom(url, body, headers)),
  );
  if (new Set(pages).size !== 1) throw new Error('the contestants answer different pages');
  const load = (name: keyof typeof loads) => () =>
    requestsPerSecond({ ...loads[name], connections, seconds });
  const rates = await race(turns, {
    floor: load('floor'),
    api: load('api'),
    postgraphile: load('postgraphile'),
  });
  const credential = { authorization: `Bearer ${key}` };
  const fixed = {
    rest: { url: `${api.url}/v1/computes?first=${size}`, headers: credential },
    graphql: { url: `${api.url}/graphql`, headers: credential, body: restPage },
  };
  const byRest = await race(turns, {
    rest: () => requestsPerSecond({ ...fixed.rest, connections, seconds }),
    graphql: () => requestsPerSecond({ ...fixed.graphql, connections, seconds }),
  });
  const what = `page of ${size} of one team out of ${computes.toLocaleString('en')}, tags and latest operation`;
  const measured = `${rates.api.toFixed(0)}/s`;
  return [
    {
      what,
      measured,
      against: `Node http + pg ${rates.floor.toFixed(0)}/s`,
      ratio: rates.api / rates.floor,
      aim: '≥ 0.6',
    },
    {
      what,
      measured,
      against: `PostGraphile ${rates.postgraphile.toFixed(0)}/s`,
      ratio: rates.api / rates.postgraphile,
      aim: '≥ 1.1',
    },
    {
      what: `the same page over REST, with all that REST shows`,
      measured: `${byRest.rest.toFixed(0)}/s`,
      against: `the same document over GraphQL ${byRest.graphql.toFixed(0)}/s`,
      ratio: byRest.rest / byRest.graphql,
      aim: '≥ 1.0',
    },
  ];
}

/** The API knows itself of which team who asks is. */
const bodyOf = (query: string, team?: string): string =>
  JSON.stringify({ query, variables: { n: size, ...(team && { team }) } });

/** The request for the page, whoever asks. */
export const ourPage = bodyOf(ours);

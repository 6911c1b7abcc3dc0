import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import WebSocket from 'ws';

/** Whom the hostile clients ask, and with which keys: each of a principal of its own. */
export interface Target {
  url: string;
  keys: readonly string[];
  /** Global ids. */
  workspaceIds: readonly string[];
  operationIds: readonly string[];
}

/** Works against the target for ever: its process is killed. */
type Hostility = (target: Target) => Promise<void>;

/** `turn`: which of the keys has it. */
const headersOf = ({ keys }: Target, turn = 0) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${keys[turn % keys.length]}`,
});

const post = async (target: Target, body: object, turn = 0): Promise<string> => {
  const response = await fetch(`${target.url}/graphql`, {
    method: 'POST',
    headers: headersOf(target, turn),
    body: JSON.stringify(body),
  });
  return response.text();
};

/** `count` loops that do `work` one time after the other; what is refused is asked again. */
const loops = async (count: number, work: () => Promise<unknown>): Promise<void> => {
  const loop = async (): Promise<void> => {
    for (;;) await work().catch(() => sleep(5));
  };
  await Promise.all(Array.from({ length: count }, loop));
};

/** A page of all that a cluster has, as large as is allowed. */
const page = (
  first: number,
): string => `computes(first: ${first}) { nodes { id name etag armId location provisioningState rawProvisioningState createdAt
  ... on ComputeCluster { vmSize vmPriority scale { minNodeCount maxNodeCount } currentNodeCount targetNodeCount
    nodeCounts { idle running preparing } description subnetId isolatedNetwork }
  costTags { key value source } team { id name costCenter } createdBy { id displayName }
  operations(first: 3) { nodes { id kind status targetName createdAt startedAt completedAt
    steps { name status attempt message startedAt completedAt } } } } }`;

const costly = `{ ${page(100)} }`;

/** With every event a page as large as is allowed there. */
const costlyEvent = `id status target { id ... on Workspace { ${page(11)} } ... on ComputeCluster { workspace { ${page(11)} } } }`;

const creation = `mutation ($input: CreateComputeClusterInput!) { createComputeCluster(input: $input) {
  operation { id status } userErrors { code } } }`;

let names = 0;

/** Four clients, ten requests of each at a time, with the most expensive document there may be. */
const costlyDocuments: Hostility = async (target) => {
  const clients = target.keys.map((_key, turn) =>
    loops(10, () => post(target, { query: costly }, turn)),
  );
  await Promise.all(clients);
};

/** The same over a socket of each client. */
const costlySockets: Hostility = async (target) => {
  const clients = target.keys.map(async (key) => {
    const socket = await openSocket(target, key);
    await loops(10, () => askOver(socket, costly));
  });
  await Promise.all(clients);
};

/** Fifty connections that create as fast as they are answered. */
const mutationStorm: Hostility = (target) =>
  loops(50, () =>
    post(target, {
      query: creation,
      variables: {
        input: {
          workspaceId: target.workspaceIds[names % target.workspaceIds.length],
          name: `storm${(names += 1)}`,
          vmSize: 'STANDARD_D3_V2',
          scale: { maxNodeCount: 4 },
          costTags: ['owner', 'environment'].map((key) => ({
            key,
            value: 'bench',
          })),
        },
      },
    }),
  );

/** Ten sockets with a thousand subscriptions each, while what they follow changes. */
const manySubscriptions: Hostility = async (target) => {
  const [key = ''] = target.keys;
  for (let count = 0; count < 10; count += 1)
    subscribe(await openSocket(target, key), target, 'id status steps { name status }');
  await loops(4, () => mutateOnce(target));
};

/** A socket of each client with as many subscriptions as one may have, to the most that an event may show. */
const costlySubscriptions: Hostility = async (target) => {
  for (const key of target.keys) subscribe(await openSocket(target, key), target, costlyEvent);
  await loops(4, () => mutateOnce(target));
};

const mutateOnce = async (target: Target): Promise<void> => {
  const resourceId = target.workspaceIds[names % target.workspaceIds.length];
  const costTags = [
    { key: 'owner', value: `bench-${(names += 1)}` },
    { key: 'environment', value: 'bench' },
  ];
  const query = `mutation ($input: SetCostTagsInput!) { setCostTags(input: $input) { operation { id } userErrors { code } } }`;
  await post(target, { query, variables: { input: { resourceId, costTags } } });
  await sleep(50);
};

function subscribe(socket: WebSocket, { operationIds }: Target, selection: string): void {
  for (let at = 0; at < 1_000; at += 1) {
    const id = operationIds[at % operationIds.length];
    const query =
      at % 10 === 0
        ? `subscription { operationsUpdated { ${selection} } }`
        : `subscription { operationUpdated(id: "${id}") { ${selection} } }`;
    socket.send(JSON.stringify({ id: `${at}`, type: 'subscribe', payload: { query } }));
  }
}

/** A socket that was let in. */
async function openSocket({ url }: Target, key: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => undefined);
  await once(socket, 'open');
  const payload = { authorization: `Bearer ${key}` };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => {
    if (data.length < 5_000 && data.includes('COST_LIMIT_EXCEEDED')) throw new Error(String(data));
  });
  return socket.setMaxListeners(0);
}

let asked = 0;

/** Resolves when a query over a socket was answered in full. */
function askOver(socket: WebSocket, query: string): Promise<void> {
  const id = `${(asked += 1)}`;
  return new Promise((resolve) => {
    const onMessage = (data: Buffer): void => {
      // The messages that end one are short; the long ones need not be read.
      if (data.length > 5_000) return;
      const message = JSON.parse(String(data)) as { id?: string; type: string };
      if (message.id !== id || message.type === 'next') return;
      socket.off('message', onMessage);
      resolve();
    };
    socket.on('message', onMessage);
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  });
}

/** A hundred connections that ask for much, again and again, and never read. */
const idleReaders: Hostility = async (target) => {
  const { hostname, port } = new URL(target.url);
  const body = JSON.stringify({ query: costly });
  const request = [
    'POST /graphql HTTP/1.1',
    'host: armature',
    ...Object.entries(headersOf(target)).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
  const open = () => {
    const socket = connect(Number(port), hostname, () => socket.write(request.repeat(20)));
    socket.on('error', () => undefined);
    return socket.pause();
  };
  for (;;) {
    const sockets = Array.from({ length: 100 }, open);
    await sleep(8_000);
    for (const socket of sockets) socket.destroy();
  }
};

/** What hostile clients do, by the name that is told. */
export const hostilities: Record<string, Hostility> = {
  'four clients with the most expensive document': costlyDocuments,
  'four sockets with the most expensive document': costlySockets,
  'a storm of mutations': mutationStorm,
  'ten thousand subscriptions': manySubscriptions,
  'subscriptions to the most that an event may show': costlySubscriptions,
  'readers that do not read': idleReaders,
};

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ArmAnswer } from '../arm/arm-request.js';
import type { ConnectedClusterRecord } from '../arm/connected-clusters/connected-cluster-record.js';
import { sendAnswer } from '../http/send-answer.js';
import type { Simulation } from '../simulation.js';
import { namespacesOf, podsOf } from './cluster-contents.js';
import { isAdmin, kubernetesPath, segmentOf } from './kubeconfig.js';
import { namespaceTable, podTable, wantsTable } from './tables.js';

export const isKubernetes = (url: URL): boolean => url.pathname.startsWith(`${kubernetesPath}/`);

/**
 * Answers for the Kubernetes API of the cluster whose segment comes first: discovery, namespaces and pods; read only.
 * Of the faults, `HoldsRequest` strikes here too, by the cluster's id with the path in its API.
 */
export async function handleKubernetes(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { heldRequests } = simulation;
  const [segment = '', ...rest] = url.pathname.slice(kubernetesPath.length + 1).split('/');
  const path = rest.join('/');
  const find = (): ConnectedClusterRecord | undefined =>
    simulation.connectedClusters.all().find(({ id }) => segmentOf(id) === segment);
  const subject = { method: request.method ?? '', paths: [`${find()?.id}/${path}`] };
  if (!(await heldRequests.pass('before', subject, request.socket))) return;
  const answer = answerNow(simulation, find(), request, path);
  simulation.store.commit();
  if (!(await heldRequests.pass('after', subject, request.socket))) return;
  sendAnswer(response, answer, {}, request.method === 'HEAD');
}

function answerNow(
  simulation: Simulation,
  cluster: ConnectedClusterRecord | undefined,
  request: IncomingMessage,
  path: string,
): ArmAnswer {
  const nowMs = simulation.clock.nowMs();
  simulation.timeline.settle(nowMs);
  return cluster?.agents && isAdmin(simulation, cluster.id, request.headers.authorization)
    ? answerFor(simulation, cluster, request, path, nowMs)
    : failure(401, 'Unauthorized', 'Unauthorized');
}

const ok = (body: object): ArmAnswer => ({ status: 200, body });

const failure = (code: number, reason: string, message: string): ArmAnswer => ({
  status: code,
  body: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
  },
});

function answerFor(
  simulation: Simulation,
  cluster: ConnectedClusterRecord,
  { method, headers }: IncomingMessage,
  path: string,
  nowMs: number,
): ArmAnswer {
  if (method !== 'GET')
    return failure(405, 'MethodNotAllowed', 'the server does not allow this method');
  const found = discovery(cluster, path);
  if (found) return ok(found);
  const isTable = wantsTable(headers.accept);
  const pods = /^api\/v1(?:\/namespaces\/([^/]+))?\/pods(?:\/([^/]+))?$/.exec(path);
  if (pods)
    return answerPods(simulation, cluster, { namespace: pods[1], name: pods[2] }, isTable, nowMs);
  const namespaces = /^api\/v1\/namespaces(?:\/([^/]+))?$/.exec(path);
  if (namespaces)
    return answerNamespaces(namespacesOf(simulation, cluster), namespaces[1], isTable);
  return failure(404, 'NotFound', 'the server could not find the requested resource');
}

function answerPods(
  simulation: Simulation,
  cluster: ConnectedClusterRecord,
  { namespace, name }: { namespace: string | undefined; name: string | undefined },
  isTable: boolean,
  nowMs: number,
): ArmAnswer {
  const pods = podsOf(simulation, cluster).filter(
    ({ metadata }) =>
      (namespace === undefined || metadata.namespace === namespace) &&
      (name === undefined || metadata.name === name),
  );
  if (name !== undefined && pods.length === 0)
    return failure(404, 'NotFound', `pods "${name}" not found`);
  if (isTable) return ok(podTable(pods, nowMs));
  const items = pods.map((pod) => ({ kind: 'Pod', apiVersion: 'v1', ...pod }));
  return ok(name === undefined ? list('PodList', items) : (items[0] ?? {}));
}

function answerNamespaces(
  all: readonly string[],
  wanted: string | undefined,
  isTable: boolean,
): ArmAnswer {
  const found = all.filter((name) => wanted === undefined || name === wanted);
  if (wanted !== undefined && found.length === 0)
    return failure(404, 'NotFound', `namespaces "${wanted}" not found`);
  if (isTable) return ok(namespaceTable(found));
  const items = found.map((name) => ({
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: { name },
    status: { phase: 'Active' },
  }));
  return ok(wanted === undefined ? list('NamespaceList', items) : (items[0] ?? {}));
}

const list = (kind: string, items: readonly object[]): object => ({
  kind,
  apiVersion: 'v1',
  metadata: { resourceVersion: '1' },
  items,
});

/** What clients ask first: which kinds there are, and the version. */
function discovery({ agents }: ConnectedClusterRecord, path: string): object | undefined {
  const [major = '1', minor = '0'] = (agents?.kubernetesVersion ?? '').split('.');
  const documents: Record<string, object> = {
    version: { major, minor, gitVersion: `v${agents?.kubernetesVersion}`, platform: 'linux/amd64' },
    api: { kind: 'APIVersions', versions: ['v1'] },
    apis: { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
    'api/v1': { kind: 'APIResourceList', groupVersion: 'v1', resources },
  };
  return documents[path];
}

const verbs = ['get', 'list'];
const resources = [
  {
    name: 'namespaces',
    singularName: 'namespace',
    namespaced: false,
    kind: 'Namespace',
    verbs,
    shortNames: ['ns'],
  },
  { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs, shortNames: ['po'] },
];

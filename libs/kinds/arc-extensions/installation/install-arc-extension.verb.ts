import { z } from 'zod';
import type { Sql } from '#libs/database';
import { err, type ArmId, type DomainError } from '#libs/kernel';
import { checkName, refusal, together, type Findings } from '#libs/resources';
import { gql, idempotencyKeyField, verb, type VerbContext } from '#libs/verbs';
import {
  auditUnshared,
  requestOf,
  newCostTags,
  type Target,
  submissionOf,
  type SubmitDeps,
  type Submitted,
  type Plan,
} from '#libs/operations';
import { createInHolder } from '../../holders/create-in-holder.js';
import {
  connectedClusterFields,
  connectedClusterKeyOf,
  exampleConnected,
  extensionPayload,
  whereNamed,
} from '../../connected-clusters/connected-cluster.input.js';
import {
  readConnectedCluster,
  type ConnectedClusterScope,
} from '../../connected-clusters/connected-cluster.repository.js';
import { checkArcExtension } from '../arc-extension.rules.js';
import { checkConnected } from '../attach-rules.js';
import { newExtension, newExtensionFields } from '../arc-extension.input.js';
import { arcExtensionName } from '../arc-extension-name.rules.js';

const inputSchema = z
  .strictObject({
    ...connectedClusterFields,
    ...newExtensionFields,
    costTags: newCostTags,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, {
    description: 'The Azure Machine Learning extension on a connected cluster.',
  });
type Input = z.infer<typeof inputSchema>;

export const extensionArmId = (clusterArmId: ArmId, name: string): ArmId =>
  `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/${name}`;

/** Accepts the Azure Machine Learning extension on a connected cluster; warns of what Azure makes with it. */
export const installArcExtension = verb({
  name: 'installArcExtension',
  noun: 'Arc extension',
  summary: 'Installs the Azure Machine Learning extension on a connected cluster.',
  input: inputSchema,
  example: { clusterArmId: exampleConnected, settings: { enableTraining: true } },
  target: 'clusterArmId',
  instead: 'clusterId',
  permission: 'operate',
  effect: 'create',
  destructive: false,
  answer: submissionOf('extension', 'ArcExtension'),
  payload: extensionPayload,
  run: async (deps: SubmitDeps, context, input) => {
    const key = connectedClusterKeyOf(input);
    if (!key.ok) return key;
    const cluster = await readConnectedCluster(deps.pool, key.value);
    const name = input.name ?? 'azureml';
    const answer = await createInHolder(deps, context, {
      holder: {
        kind: 'CONNECTED_CLUSTER',
        id: cluster?.id ?? '',
        field: 'clusterArmId',
        what: 'connected cluster',
      },
      kind: 'ARC_EXTENSION_INSTALL',
      request: requestOf(inputSchema, context, input),
      name,
      costTags: input.costTags,
      plan: (target) => plan(input, name, target, cluster as ConnectedClusterScope),
    });
    return whereNamed(input, await asScope(deps.pool, context, input, answer));
  },
});

/**
 * A connected cluster named by its ARM id is refused alike whether it is unknown here or another team's. Both
 * refusals are audited.
 */
async function asScope(
  sql: Sql,
  context: VerbContext,
  { clusterArmId, name }: Input,
  answer: Submitted,
): Promise<Submitted> {
  const isUnknown = !answer.ok && answer.error.some(({ code }) => code === 'NOT_FOUND');
  if (!isUnknown || clusterArmId === null) return answer;
  await auditUnshared(sql, context, {
    kind: 'ARC_EXTENSION_INSTALL',
    teamId: null,
    targetName: name ?? 'azureml',
    refused: [notHeld],
    asked: [clusterArmId],
  });
  return err([notHeld]);
}

const notHeld: DomainError = {
  code: 'SCOPE_NOT_SHARED',
  message: 'No team of yours holds the resource group of such a connected cluster.',
  field: ['input', 'clusterArmId'],
};

function plan(input: Input, name: string, target: Target, cluster: ConnectedClusterScope): Plan {
  const { desired, findings } = newExtension(input, input.releaseNamespace);
  return {
    kind: 'ARC_EXTENSION_INSTALL',
    resourceKind: 'ARC_EXTENSION',
    parentId: target.id,
    name,
    armId: extensionArmId(target.armId, name),
    subscriptionId: target.subscriptionId,
    location: target.location,
    desired,
    vmSizeKey: null,
    // Named by its ARM id it is among those of the input.
    armIds:
      input.clusterId === null ? [] : [{ armId: target.armId, field: ['input', 'clusterArmId'] }],
    findings: together(
      checkName(arcExtensionName, name),
      findings,
      checkArcExtension(desired, cluster.observed?.totalNodeCount ?? null),
      checkConnected(cluster, ['input', 'clusterArmId']),
      checkNone(cluster),
    ),
  };
}

/** A cluster takes the extension once. */
function checkNone({ extensions }: ConnectedClusterScope): Findings {
  const [other] = extensions;
  if (!other) return together();
  const message = `The cluster has the extension already, named '${other.name}': change it with updateArcExtension.`;
  return refusal('ALREADY_EXISTS', ['input', 'clusterArmId'], message);
}

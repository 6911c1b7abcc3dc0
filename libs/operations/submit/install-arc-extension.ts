import { z } from 'zod';
import type { Sql } from '#libs/database';
import { err, type ArmId, type DomainError } from '#libs/kernel';
import { checkArcExtension, checkName, refusal, together, type Findings } from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { checkConnected } from './attach-rules.js';
import { holderBlocks } from './check-holder.js';
import { auditUnshared } from './check-scopes.js';
import { clusterFields, clusterKeyOf, whereNamed } from './cluster-input.js';
import { readCluster, type ClusterScope } from './cluster.repository.js';
import { extensionFields, newExtension } from './extension-input.js';
import { requestOf } from './idempotency.js';
import { costTagsSchema, idempotencyKeySchema, optional, parseInput } from './parse-input.js';
import { readTarget, type Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitCreation, type Plan } from './submit-creation.js';

const inputSchema = z.object({
  ...clusterFields,
  name: optional(z.string().max(300)),
  releaseNamespace: optional(z.string().max(100)),
  ...extensionFields,
  costTags: costTagsSchema,
  idempotencyKey: idempotencyKeySchema,
});
type Input = z.infer<typeof inputSchema>;

export const extensionArmId = (clusterArmId: ArmId, name: string): ArmId =>
  `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/${name}`;

/** Accepts the Azure Machine Learning extension on a connected cluster; warns of what Azure makes with it. */
export async function installArcExtension(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const request = requestOf(inputSchema, 'installArcExtension', input.value);
  const key = clusterKeyOf(input.value);
  if (!key.ok) return key;
  const cluster = await readCluster(deps.pool, key.value);
  const { principalId } = context.actor;
  const scope = await readTarget(deps.pool, cluster?.id ?? '', principalId, request.key);
  const name = input.value.name ?? 'azureml';
  const answer = await submitCreation(deps, context, {
    scope,
    request,
    payer: scope.found?.payer ?? null,
    askedTags: input.value.costTags,
    on: {
      ...{ kind: 'ARC_EXTENSION_INSTALL', field: 'clusterArmId' },
      ...{ what: 'connected cluster', targetName: name },
    },
    plan: (target) => plan(input.value, name, target, cluster as ClusterScope),
    blocked: (target) => holderBlocks(target, 'clusterArmId'),
  });
  return whereNamed(input.value, await asScope(deps.pool, context, input.value, answer));
}

/** By its ARM id a cluster that is nobody's here and one of another team are refused alike, and audited. */
async function asScope(
  sql: Sql,
  context: VerbContext,
  { clusterArmId, name }: Input,
  answer: Submitted,
): Promise<Submitted> {
  const isUnknown = !answer.ok && answer.error.some(({ code }) => code === 'NOT_FOUND');
  if (!isUnknown || clusterArmId === null) return answer;
  await auditUnshared(sql, context, {
    ...{ kind: 'ARC_EXTENSION_INSTALL', teamId: null, targetName: name ?? 'azureml' },
    ...{ refused: [notHeld], asked: [clusterArmId] },
  });
  return err([notHeld]);
}

const notHeld: DomainError = {
  code: 'SCOPE_NOT_SHARED',
  message: 'No team of yours holds the resource group of such a connected cluster.',
  field: ['input', 'clusterArmId'],
};

function plan(input: Input, name: string, target: Target, cluster: ClusterScope): Plan {
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
      checkName('ARC_EXTENSION', name),
      findings,
      checkArcExtension(desired, cluster.observed?.totalNodeCount ?? null),
      checkConnected(cluster, ['input', 'clusterArmId']),
      checkNone(cluster),
    ),
  };
}

/** A cluster takes the extension once. */
function checkNone({ extensions }: ClusterScope): Findings {
  const [other] = extensions;
  if (!other) return together();
  const message = `The cluster has the extension already, named '${other.name}': change it with updateArcExtension.`;
  return refusal('ALREADY_EXISTS', ['input', 'clusterArmId'], message);
}

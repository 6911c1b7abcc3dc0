import { z } from 'zod';
import { caution, refusal, together, type CostTag, type Findings, type Tag } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import type { OperationKind } from '../operations/operation.js';
import { changeCostTags } from '../operations/submit/change-cost-tags.js';
import { requestOf } from '../operations/submit/idempotency.js';
import { allCostTags, ifMatchField } from '../operations/submit/common.input.js';
import { planOnStanding } from '../operations/submit/plan-on-standing.js';
import type { Target } from '../operations/submit/scope.repository.js';
import { submissionOf, type SubmitDeps } from '../operations/submit/submission.js';
import { submitChange, type ChangePlan } from '../operations/submit/submit-change.js';
import { readKubernetesRow } from './kubernetes-computes/read-kubernetes-compute-row.js';
import { standingKubernetes } from './kubernetes-computes/shown-kubernetes-compute.rules.js';

const inputSchema = z
  .strictObject({
    resourceId: idOf(
      'ResourceGroup',
      'Workspace',
      'ComputeCluster',
      'KubernetesCompute',
      'ArcExtension',
      'ConnectedCluster',
      'ComputeInstance',
    ).describe('A resource group, workspace or compute.'),
    costTags: allCostTags.describe('All tags; defaults of the team fill what is not named.'),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'Cost tags that replace all that stand.' });

const updateKinds: Partial<Record<string, OperationKind>> = {
  RESOURCE_GROUP: 'RESOURCE_GROUP_UPDATE',
  WORKSPACE: 'WORKSPACE_UPDATE',
  COMPUTE_CLUSTER: 'COMPUTE_CLUSTER_UPDATE',
  // A PUT replaces the whole attachment, and GET leaves out the two connection strings that it would have to repeat
  // (docs/azure-facts.md#computes): tags too change only by attaching anew.
  KUBERNETES_COMPUTE: 'KUBERNETES_COMPUTE_REATTACH',
  COMPUTE_INSTANCE: 'COMPUTE_INSTANCE_UPDATE',
};

/** Why there is nothing to tag, where there is not. */
const untaggable: Partial<Record<string, string>> = {
  ARC_EXTENSION:
    'Azure keeps no tags on extensions: what this one is paid under was said when it was installed. Tag the computes that are attached through it.',
  CONNECTED_CLUSTER:
    'Armature reads clusters and does not change them: tag it in Azure, or tag the computes that it is attached as.',
};

/** Accepts new cost tags, which replace all that stand; the team's defaults fill what is not named. An attachment is attached anew for them. */
export const setCostTags = verb({
  name: 'setCostTags',
  noun: 'resource',
  summary:
    'Replaces the cost tags of a resource, here and in Azure. A Kubernetes compute is detached and attached anew for them.',
  input: inputSchema,
  example: { resourceId: exampleId('Workspace'), costTags: [{ key: 'owner', value: 'vision' }] },
  target: 'resourceId',
  permission: 'operate',
  effect: 'change',
  destructive: true,
  answer: submissionOf('resource', 'Node'),
  run: async (deps: SubmitDeps, context, input) => {
    return submitChange(deps, context, {
      kindFor: ({ kind }) =>
        updateKinds[kind] ?? (kind in untaggable ? 'ARC_EXTENSION_UPDATE' : undefined),
      deniedAs: 'COMPUTE_CLUSTER_UPDATE',
      targetId: input.resourceId,
      field: 'resourceId',
      what: 'resource',
      request: requestOf(inputSchema, context, input),
      ifMatch: input.ifMatch,
      mustStand: true,
      plan: (target) => plan(input.costTags, target, deps.requiredCostTags),
    });
  },
});

function plan(asked: readonly Tag[], target: Target, required: readonly string[]): ChangePlan {
  const reason = untaggable[target.kind];
  const unchanged = { desired: null, costTags: null, asked: ['costTags'], input: {} };
  if (reason !== undefined)
    return { ...unchanged, findings: refusal('INVALID_INPUT', ['input', 'resourceId'], reason) };
  const { costTags, findings } = changeCostTags(asked, target, required);
  if (target.kind !== 'KUBERNETES_COMPUTE') return { ...unchanged, costTags, findings };
  return planOnStanding(readKubernetesRow, target, 'resourceId', (standing) => ({
    ...unchanged,
    desired: standingKubernetes(standing, readKubernetesRow(target).observed),
    costTags,
    findings: together(findings, checkReattach(target, costTags)),
  }));
}

/** Attaching anew interrupts jobs: not for nothing, and not unsaid. */
function checkReattach(target: Target, wanted: readonly CostTag[]): Findings {
  const field = ['input', 'costTags'];
  if (target.provisioningState === 'SUCCEEDED' && sameTags(target.costTags, wanted))
    return refusal('INVALID_STATE', field, 'It has these cost tags already: nothing was changed.');
  const message =
    'Azure changes tags of an attachment only by attaching it anew: it is detached first, and jobs that run on it are interrupted.';
  return caution('REATTACHED', field, message);
}

const sameTags = (standing: readonly Tag[], wanted: readonly Tag[]): boolean =>
  standing.length === wanted.length &&
  wanted.every(({ key, value }) => standing.some((tag) => tag.key === key && tag.value === value));

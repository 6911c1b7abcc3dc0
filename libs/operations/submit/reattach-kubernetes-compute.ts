import { z } from 'zod';
import {
  checkKubernetesCompute,
  readKubernetesRow,
  standingKubernetes,
  together,
  type KubernetesDesired,
} from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { cautionDefault } from './attach-kubernetes-compute.js';
import { checkKubeconfigReference } from './attach-rules.js';
import { requestOf } from './idempotency.js';
import {
  placementFields,
  placementOf,
  whereWritten,
  type Placement,
  type PlacementInput,
} from './instance-types-input.js';
import { idempotencyKeySchema, ifMatchSchema, parseInput, rowIdSchema } from './parse-input.js';
import { planOnStanding } from './plan-on-standing.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  ...placementFields,
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

/** Accepts other settings of an attachment: it is detached and attached again; what is not named stays as Azure has it. */
export async function reattachKubernetesCompute(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const placement = placementOf(input.value);
  if (!placement.ok) return placement;
  const { computeId, ifMatch } = input.value;
  return submitChange(deps, context, {
    kindFor: ({ kind }) =>
      kind === 'KUBERNETES_COMPUTE' ? 'KUBERNETES_COMPUTE_REATTACH' : undefined,
    deniedAs: 'KUBERNETES_COMPUTE_REATTACH',
    targetId: computeId,
    field: 'computeId',
    what: 'Kubernetes compute',
    request: requestOf(inputSchema, 'reattachKubernetesCompute', input.value),
    ifMatch,
    mustStand: true,
    plan: (target) =>
      planOnStanding(readKubernetesRow, target, 'computeId', (standing) => {
        const { observed } = readKubernetesRow(target);
        const found = standingKubernetes(standing, observed);
        const desired = merge(input.value, placement.value, found);
        const findings = together(
          whereWritten(input.value, checkKubernetesCompute(desired)),
          checkKubeconfigReference(input.value.kubeconfigReference),
          cautionDefault(desired),
        );
        return { desired, costTags: null, input: {}, findings };
      }),
  });
}

const merge = (
  input: PlacementInput,
  { namespace, defaultInstanceType, instanceTypes }: Placement,
  standing: KubernetesDesired,
): KubernetesDesired => ({
  ...standing,
  description: input.description ?? standing.description,
  namespace: namespace ?? standing.namespace,
  identity: input.identity ?? standing.identity,
  defaultInstanceType: defaultInstanceType ?? (instanceTypes ? null : standing.defaultInstanceType),
  instanceTypes: instanceTypes ?? standing.instanceTypes,
  kubeconfigReference: input.kubeconfigReference ?? standing.kubeconfigReference,
});

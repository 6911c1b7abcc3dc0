import { z } from 'zod';
import { nothing } from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, ifMatchSchema, parseInput, rowIdSchema } from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

/** Accepts that a cluster is detached from its workspace; the cluster itself is left alone. */
export async function detachKubernetesCompute(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { computeId, ifMatch } = input.value;
  return submitChange(deps, context, {
    kindFor: ({ kind }) =>
      kind === 'KUBERNETES_COMPUTE' ? 'KUBERNETES_COMPUTE_DETACH' : undefined,
    deniedAs: 'KUBERNETES_COMPUTE_DETACH',
    targetId: computeId,
    field: 'computeId',
    what: 'Kubernetes compute',
    request: requestOf(inputSchema, 'detachKubernetesCompute', input.value),
    ifMatch,
    mustStand: false,
    plan: () => ({ desired: null, costTags: null, input: {}, findings: nothing }),
  });
}

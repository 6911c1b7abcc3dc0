import { z } from 'zod';
import {
  checkArcExtension,
  checkKeeper,
  readExtensionRow,
  together,
  type ArcExtensionDesired,
} from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { readClusterOfExtension, type ClusterScope } from './cluster.repository.js';
import {
  changedExtension,
  extensionFields,
  namedInExtension,
  type ExtensionInput,
} from './extension-input.js';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, ifMatchSchema, parseInput, rowIdSchema } from './parse-input.js';
import { planOnStanding } from './plan-on-standing.js';
import type { Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange, type ChangePlan } from './submit-change.js';

const inputSchema = z.object({
  extensionId: rowIdSchema,
  ...extensionFields,
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

/** Accepts other settings, another version or train; what is not named stays. */
export async function updateArcExtension(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { extensionId, ifMatch } = input.value;
  const cluster = await readClusterOfExtension(deps.pool, extensionId);
  return submitChange(deps, context, {
    kindFor: ({ kind }) => (kind === 'ARC_EXTENSION' ? 'ARC_EXTENSION_UPDATE' : undefined),
    deniedAs: 'ARC_EXTENSION_UPDATE',
    targetId: extensionId,
    field: 'extensionId',
    what: 'extension',
    request: requestOf(inputSchema, 'updateArcExtension', input.value),
    ifMatch,
    mustStand: true,
    plan: (target) =>
      planOnStanding(readExtensionRow, target, 'extensionId', (standing) =>
        planOf(input.value, standing, target, cluster),
      ),
  });
}

function planOf(
  input: ExtensionInput,
  standing: ArcExtensionDesired,
  { observed }: Target,
  cluster: ClusterScope | null,
): ChangePlan {
  const { desired, findings } = changedExtension(input, standing);
  const nodeCount = cluster?.observed?.totalNodeCount ?? null;
  return {
    desired,
    asked: namedInExtension(input, standing, desired),
    costTags: null,
    input: {},
    findings: together(
      checkKeeper(observed, ['input', 'extensionId']),
      findings,
      checkArcExtension(desired, nodeCount),
    ),
  };
}

import { z } from 'zod';
import {
  arcExtensionDesiredSchema,
  checkArcExtension,
  checkKeeper,
  together,
} from '#libs/resources';
import type { RequestContext } from '#libs/tenants';
import { readClusterOfExtension } from './cluster.repository.js';
import { changedExtension, extensionFields, namedInExtension } from './extension-input.js';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, ifMatchSchema, parseInput, rowIdSchema } from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  extensionId: rowIdSchema,
  ...extensionFields,
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

/** Accepts other settings, another version or train; what is not named stays. */
export async function updateArcExtension(
  deps: SubmitDeps,
  context: RequestContext,
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
    plan: (target) => {
      const standing = arcExtensionDesiredSchema.parse(target.desired);
      const { desired, findings } = changedExtension(input.value, standing);
      const nodeCount = cluster?.observed?.totalNodeCount ?? null;
      return {
        desired,
        asked: namedInExtension(input.value, standing, desired),
        costTags: null,
        input: {},
        findings: together(
          checkKeeper(target.observed, ['input', 'extensionId']),
          findings,
          checkArcExtension(desired, nodeCount),
        ),
      };
    },
  });
}

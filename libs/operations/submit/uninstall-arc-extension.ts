import { z } from 'zod';
import { checkKeeper, nothing, refusal, together, type Findings } from '#libs/resources';
import { isAllowed, type VerbContext } from '#libs/tenants';
import { whatDepends } from '../attachments.rules.js';
import { checkConnected } from './attach-rules.js';
import { readClusterOfExtension, type ClusterScope } from './cluster.repository.js';
import { requestOf } from './idempotency.js';
import {
  idempotencyKeySchema,
  ifMatchSchema,
  optional,
  parseInput,
  rowIdSchema,
} from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  extensionId: rowIdSchema,
  force: optional(z.boolean()),
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

const field = ['input', 'extensionId'];

/** Accepts that an extension goes from its cluster; not while computes are attached or the cluster is away, unless forced. */
export async function uninstallArcExtension(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { extensionId, ifMatch } = input.value;
  const force = input.value.force === true;
  const cluster = await readClusterOfExtension(deps.pool, extensionId);
  const isAway = cluster?.observed?.connectivityStatus !== 'CONNECTED';
  return submitChange(deps, context, {
    kindFor: ({ kind }) => (kind === 'ARC_EXTENSION' ? 'ARC_EXTENSION_UNINSTALL' : undefined),
    deniedAs: 'ARC_EXTENSION_UNINSTALL',
    targetId: extensionId,
    field: 'extensionId',
    what: 'extension',
    request: requestOf(inputSchema, 'uninstallArcExtension', input.value),
    ifMatch,
    mustStand: false,
    plan: (target) => ({
      desired: null,
      costTags: null,
      // Azure waits an hour for an agent that is away; forced, it forgets the extension instead.
      input: { force, forceDelete: force && isAway },
      findings: together(
        checkKeeper(target.observed, field),
        force || !cluster ? nothing : checkFree(cluster, context),
      ),
    }),
  });
}

const checkFree = (cluster: ClusterScope, context: VerbContext): Findings =>
  together(checkAttachments(cluster, context), checkConnected(cluster, field));

/** Another team's compute is not named. */
function checkAttachments({ attachments }: ClusterScope, { actor }: VerbContext): Findings {
  if (attachments.length === 0) return nothing;
  const depends = whatDepends(attachments, (teamId) => isAllowed(actor, 'view', teamId));
  return refusal('INVALID_STATE', field, `${depends}: detach them first, or set force.`);
}

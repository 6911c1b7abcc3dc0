import { z } from 'zod';
import { nothing, refusal, together, type Findings } from '#libs/resources';
import { isAllowed } from '#libs/tenants';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  optional,
  verb,
  type VerbContext,
} from '#libs/verbs';
import {
  requestOf,
  ifMatchField,
  submissionOf,
  type SubmitDeps,
  submitChange,
} from '#libs/operations';
import { whatDepends } from '../../connected-clusters/attachments.rules.js';
import { extensionPayload } from '../../connected-clusters/connected-cluster.input.js';
import {
  readConnectedClusterOfExtension,
  type ConnectedClusterScope,
} from '../../connected-clusters/connected-cluster.repository.js';
import { checkKeeper } from '../extension-keeper.rules.js';
import { checkConnected } from '../attach-rules.js';

const inputSchema = z
  .strictObject({
    extensionId: idOf('ArcExtension').describe('The extension.'),
    force: optional(z.boolean()).describe(
      'Also while computes are attached through it, or its cluster is away.',
    ),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The extension that shall go.' });

const field = ['input', 'extensionId'];

/** Accepts that an extension goes from its cluster; not while computes are attached or the cluster is away, unless forced. */
export const uninstallArcExtension = verb({
  name: 'uninstallArcExtension',
  noun: 'Arc extension',
  summary: 'Takes an extension off its cluster; not while computes are attached, unless forced.',
  input: inputSchema,
  example: { extensionId: exampleId('ArcExtension') },
  target: 'extensionId',
  permission: 'operate',
  effect: 'delete',
  destructive: true,
  answer: submissionOf('extension', 'ArcExtension'),
  payload: extensionPayload,
  run: async (deps: SubmitDeps, context, input) => {
    const { extensionId, ifMatch } = input;
    const force = input.force === true;
    const cluster = await readConnectedClusterOfExtension(deps.pool, extensionId);
    const isAway = cluster?.observed?.connectivityStatus !== 'CONNECTED';
    return submitChange(deps, context, {
      kindFor: ({ kind }) => (kind === 'ARC_EXTENSION' ? 'ARC_EXTENSION_UNINSTALL' : undefined),
      targetId: extensionId,
      field: 'extensionId',
      what: 'extension',
      request: requestOf(inputSchema, context, input),
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
  },
});

const checkFree = (cluster: ConnectedClusterScope, context: VerbContext): Findings =>
  together(checkAttachments(cluster, context), checkConnected(cluster, field));

/** Another team's compute is not named. */
function checkAttachments(
  { attachments }: ConnectedClusterScope,
  { actor }: VerbContext,
): Findings {
  if (attachments.length === 0) return nothing;
  const depends = whatDepends(attachments, (teamId) => isAllowed(actor, 'view', teamId));
  return refusal('INVALID_STATE', field, `${depends}: detach them first, or set force.`);
}

import { z } from 'zod';
import { together } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  requestOf,
  ifMatchField,
  planOnStanding,
  type Target,
  submissionOf,
  type SubmitDeps,
  submitChange,
  type ChangePlan,
} from '#libs/operations';
import { extensionPayload } from '../../connected-clusters/connected-cluster.input.js';
import {
  readConnectedClusterOfExtension,
  type ConnectedClusterScope,
} from '../../connected-clusters/connected-cluster.repository.js';
import { checkArcExtension } from '../arc-extension.rules.js';
import { checkKeeper } from '../extension-keeper.rules.js';
import { readExtensionRow } from '../read-arc-extension-row.js';
import type { ArcExtensionDesired } from '../arc-extension.schema.js';
import {
  changedExtension,
  extensionFields,
  namedInExtension,
  type ExtensionInput,
} from '../arc-extension.input.js';

const inputSchema = z
  .strictObject({
    extensionId: idOf('ArcExtension').describe('The extension.'),
    ...extensionFields,
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What shall change; what is absent or null stays.' });

/** Accepts other settings, another version or train; what is not named stays. */
export const updateArcExtension = verb({
  name: 'updateArcExtension',
  noun: 'Arc extension',
  summary: 'Changes settings, version or train of an extension.',
  input: inputSchema,
  example: { extensionId: exampleId('ArcExtension'), settings: { enableInference: false } },
  target: 'extensionId',
  permission: 'operate',
  effect: 'change',
  destructive: false,
  answer: submissionOf('extension', 'ArcExtension'),
  payload: extensionPayload,
  run: async (deps: SubmitDeps, context, input) => {
    const { extensionId, ifMatch } = input;
    const cluster = await readConnectedClusterOfExtension(deps.pool, extensionId);
    return submitChange(deps, context, {
      kindFor: ({ kind }) => (kind === 'ARC_EXTENSION' ? 'ARC_EXTENSION_UPDATE' : undefined),
      targetId: extensionId,
      field: 'extensionId',
      what: 'extension',
      request: requestOf(inputSchema, context, input),
      ifMatch,
      mustStand: true,
      plan: (target) =>
        planOnStanding(readExtensionRow, target, 'extensionId', (standing) =>
          planOf(input, standing, target, cluster),
        ),
    });
  },
});

function planOf(
  input: ExtensionInput,
  standing: ArcExtensionDesired,
  { observed }: Target,
  cluster: ConnectedClusterScope | null,
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

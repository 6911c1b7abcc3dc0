import { z } from 'zod';
import { checkName, refusal, together, type Findings } from '#libs/resources';
import { exampleId, gql, verb } from '#libs/verbs';
import { submissionOf, type SubmitDeps } from '#libs/operations';
import { checkArcExtension } from '../arc-extensions/arc-extension.rules.js';
import {
  exampleConnected,
  kubernetesPayload,
} from '../connected-clusters/connected-cluster.input.js';
import type { ConnectedClusterScope } from '../connected-clusters/connected-cluster.repository.js';
import { newExtension, newExtensionFields } from '../arc-extensions/arc-extension.input.js';
import { extensionArmId } from '../arc-extensions/installation/install-arc-extension.verb.js';
import { arcExtensionName } from '../arc-extensions/arc-extension-name.rules.js';
import { attachFields } from './attachment/attachment.input.js';
import { submitAttachment } from './attachment/submit-attachment.js';

const extensionInput = z.strictObject(newExtensionFields).register(gql, {
  type: 'ArcExtensionInput',
  description: 'The extension that the cluster shall have.',
});

const inputSchema = z
  .strictObject({
    ...attachFields,
    extension: extensionInput.describe('The extension: installed where it is missing.'),
  })
  .register(gql, {
    description: 'A cluster, the extension it shall have, and where to attach it.',
  });

/** Accepts all of it in one operation: the extension where the cluster lacks it, then the attachment, verified. */
export const provisionKubernetesCompute = verb({
  name: 'provisionKubernetesCompute',
  noun: 'Kubernetes compute',
  summary: 'Installs the extension where it is missing, attaches and verifies, in one operation.',
  input: inputSchema,
  example: {
    workspaceId: exampleId('Workspace'),
    name: 'arc-gpu',
    clusterArmId: exampleConnected,
    extension: { settings: { enableTraining: true } },
  },
  target: 'workspaceId',
  permission: 'operate',
  effect: 'create',
  destructive: false,
  answer: submissionOf('compute', 'KubernetesCompute'),
  payload: kubernetesPayload,
  run: async (deps: SubmitDeps, context, input) => {
    const { extension } = input;
    const name = extension.name ?? 'azureml';
    const path = ['input', 'extension'];
    const { desired, findings } = newExtension(extension, extension.releaseNamespace, path);
    return submitAttachment(deps, context, input, {
      schema: inputSchema,
      kind: 'KUBERNETES_COMPUTE_PROVISION',
      // A cluster that is shared without what lies below it can be attached; nothing is installed on it.
      uses: (clusterArmId) => [
        { armId: extensionArmId(clusterArmId, name), field: ['input', 'extension'] },
      ],
      more: (cluster) => ({
        input: { extension: { armId: extensionArmId(cluster.armId, name), name, desired } },
        findings: together(
          checkName(arcExtensionName, name, [...path, 'name']),
          findings,
          checkArcExtension(desired, cluster.observed?.totalNodeCount ?? null, path),
          checkOtherExtension(cluster, name),
        ),
      }),
    });
  },
});

/** A cluster takes the extension once. */
function checkOtherExtension({ extensions }: ConnectedClusterScope, name: string): Findings {
  const other = extensions.find((each) => each.name.toLowerCase() !== name.toLowerCase());
  if (!other) return together();
  const message = `The cluster has the extension already, named '${other.name}': give that name.`;
  return refusal('ALREADY_EXISTS', ['input', 'extension', 'name'], message);
}

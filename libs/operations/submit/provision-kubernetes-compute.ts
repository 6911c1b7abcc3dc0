import { z } from 'zod';
import { checkArcExtension, checkName, refusal, together, type Findings } from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { attachFields, submitAttachment } from './attach-kubernetes-compute.js';
import type { ClusterScope } from './cluster.repository.js';
import { extensionFields, newExtension } from './extension-input.js';
import { extensionArmId } from './install-arc-extension.js';
import { optional, parseInput } from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';

const inputSchema = z.object({
  ...attachFields,
  extension: z.object({
    name: optional(z.string().max(300)),
    releaseNamespace: optional(z.string().max(100)),
    ...extensionFields,
  }),
});

/** Accepts all of it in one operation: the extension where the cluster lacks it, then the attachment, verified. */
export async function provisionKubernetesCompute(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { extension } = input.value;
  const name = extension.name ?? 'azureml';
  const path = ['input', 'extension'];
  const { desired, findings } = newExtension(extension, extension.releaseNamespace, path);
  return submitAttachment(deps, context, input.value, {
    mutation: 'provisionKubernetesCompute',
    schema: inputSchema,
    kind: 'KUBERNETES_COMPUTE_PROVISION',
    more: (cluster) => ({
      input: { extension: { armId: extensionArmId(cluster.armId, name), name, desired } },
      findings: together(
        checkName('ARC_EXTENSION', name, [...path, 'name']),
        findings,
        checkArcExtension(desired, cluster.observed?.totalNodeCount ?? null, path),
        checkOtherExtension(cluster, name),
      ),
    }),
  });
}

/** A cluster takes the extension once. */
function checkOtherExtension({ extensions }: ClusterScope, name: string): Findings {
  const other = extensions.find((each) => each.name.toLowerCase() !== name.toLowerCase());
  if (!other) return together();
  const message = `The cluster has the extension already, named '${other.name}': give that name.`;
  return refusal('ALREADY_EXISTS', ['input', 'extension', 'name'], message);
}

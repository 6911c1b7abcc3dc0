import { z } from 'zod';
import { submissionOf, type SubmitDeps } from '#libs/operations';
import { together } from '#libs/resources';
import { exampleId, gql, verb } from '#libs/verbs';
import {
  exampleConnected,
  kubernetesPayload,
} from '../connected-clusters/connected-cluster.input.js';
import { attachFields } from './attachment/attachment.input.js';
import { submitAttachment } from './attachment/submit-attachment.js';

const inputSchema = z
  .strictObject(attachFields)
  .register(gql, { description: 'A cluster that has the extension, and where to attach it.' });

/** Accepts the attachment of a cluster that has the extension. The workspace's team holds the cluster, or shares it (ADR 0026). */
export const attachKubernetesCompute = verb({
  name: 'attachKubernetesCompute',
  noun: 'Kubernetes compute',
  summary: 'Attaches a cluster that has the extension to a workspace.',
  input: inputSchema,
  example: { workspaceId: exampleId('Workspace'), name: 'arc-gpu', clusterArmId: exampleConnected },
  target: 'workspaceId',
  permission: 'operate',
  effect: 'create',
  destructive: false,
  answer: submissionOf('compute', 'KubernetesCompute'),
  payload: kubernetesPayload,
  run: async (deps: SubmitDeps, context, input) => {
    return submitAttachment(deps, context, input, {
      schema: inputSchema,
      kind: 'KUBERNETES_COMPUTE_ATTACH',
      uses: () => [],
      more: () => ({ findings: together() }),
    });
  },
});

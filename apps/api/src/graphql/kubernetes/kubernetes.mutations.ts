import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import {
  attachKubernetesCompute,
  detachKubernetesCompute,
  installArcExtension,
  provisionKubernetesCompute,
  reattachKubernetesCompute,
  uninstallArcExtension,
  updateArcExtension,
} from '#libs/operations';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { answerSubmission } from '../payload/answer-submission.js';
import { rowId } from '../relay/global-id.js';
import {
  InstallArcExtensionInput,
  UninstallArcExtensionInput,
  UpdateArcExtensionInput,
} from './extension.inputs.js';
import {
  AttachKubernetesComputeInput,
  DetachKubernetesComputeInput,
  ProvisionKubernetesComputeInput,
  ReattachKubernetesComputeInput,
} from './kubernetes.inputs.js';
import { ArcExtensionPayload, KubernetesComputePayload } from './kubernetes.payloads.js';

/** The row of a cluster that was named by its id; nothing where it was not. */
const clusterOf = ({ clusterId }: { clusterId?: string | null }): { clusterId?: string } =>
  typeof clusterId === 'string' ? { clusterId: rowId(clusterId, 'ConnectedCluster') } : {};

/** Every mutation of extensions and attachments: decode ids, call the use case, show what was accepted. */
@Resolver()
export class KubernetesMutations {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Mutation(() => ArcExtensionPayload, {
    description: 'Installs the Azure Machine Learning extension on a connected cluster.',
  })
  installArcExtension(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => InstallArcExtensionInput, description: 'What is asked.' })
    input: InstallArcExtensionInput,
  ) {
    return answerSubmission(this.deps, context, 'extension', installArcExtension, {
      ...input,
      ...clusterOf(input),
    });
  }

  @Mutation(() => ArcExtensionPayload, {
    description: 'Changes settings, version or train of an extension.',
  })
  updateArcExtension(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => UpdateArcExtensionInput, description: 'What is asked.' })
    input: UpdateArcExtensionInput,
  ) {
    return answerSubmission(this.deps, context, 'extension', updateArcExtension, {
      ...input,
      extensionId: rowId(input.extensionId, 'ArcExtension'),
    });
  }

  @Mutation(() => ArcExtensionPayload, {
    description:
      'Takes an extension off its cluster; not while computes are attached, unless forced.',
  })
  uninstallArcExtension(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => UninstallArcExtensionInput, description: 'What is asked.' })
    input: UninstallArcExtensionInput,
  ) {
    return answerSubmission(this.deps, context, 'extension', uninstallArcExtension, {
      ...input,
      extensionId: rowId(input.extensionId, 'ArcExtension'),
    });
  }

  @Mutation(() => KubernetesComputePayload, {
    description: 'Attaches a cluster that has the extension to a workspace.',
  })
  attachKubernetesCompute(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => AttachKubernetesComputeInput, description: 'What is asked.' })
    input: AttachKubernetesComputeInput,
  ) {
    return answerSubmission(this.deps, context, 'compute', attachKubernetesCompute, {
      ...input,
      ...clusterOf(input),
      workspaceId: rowId(input.workspaceId, 'Workspace'),
    });
  }

  @Mutation(() => KubernetesComputePayload, {
    description:
      'Installs the extension where it is missing, attaches and verifies, in one operation.',
  })
  provisionKubernetesCompute(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => ProvisionKubernetesComputeInput, description: 'What is asked.' })
    input: ProvisionKubernetesComputeInput,
  ) {
    return answerSubmission(this.deps, context, 'compute', provisionKubernetesCompute, {
      ...input,
      ...clusterOf(input),
      workspaceId: rowId(input.workspaceId, 'Workspace'),
    });
  }

  @Mutation(() => KubernetesComputePayload, {
    description: 'Detaches a cluster and attaches it with other settings.',
  })
  reattachKubernetesCompute(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => ReattachKubernetesComputeInput, description: 'What is asked.' })
    input: ReattachKubernetesComputeInput,
  ) {
    return answerSubmission(this.deps, context, 'compute', reattachKubernetesCompute, {
      ...input,
      computeId: rowId(input.computeId, 'KubernetesCompute'),
    });
  }

  @Mutation(() => KubernetesComputePayload, {
    description: 'Detaches a cluster from its workspace; the cluster itself stays as it is.',
  })
  detachKubernetesCompute(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => DetachKubernetesComputeInput, description: 'What is asked.' })
    input: DetachKubernetesComputeInput,
  ) {
    return answerSubmission(this.deps, context, 'compute', detachKubernetesCompute, {
      ...input,
      computeId: rowId(input.computeId, 'KubernetesCompute'),
    });
  }
}

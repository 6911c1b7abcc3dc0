import { z } from 'zod';
import { sshAccesses, sshSettingsSchema, vmPriorities } from '#libs/resources';
import { exampleId, gql } from '#libs/verbs';
import { scaleSettings } from './compute-cluster.settings.js';

export const exampleComputeCluster = exampleId('ComputeCluster');

export const vmPriorityInput = z.enum(vmPriorities).register(gql, { type: 'VmPriority' });

const { minNodeCount, maxNodeCount, nodeIdleTimeBeforeScaleDown } = scaleSettings;

export const scaleInput = z
  .strictObject({
    minNodeCount: minNodeCount.asked
      .prefault(minNodeCount.default)
      .describe('Nodes that are always kept, and billed.'),
    maxNodeCount: maxNodeCount.asked.describe('Nodes at most.'),
    nodeIdleTimeBeforeScaleDown: nodeIdleTimeBeforeScaleDown.asked
      .prefault(nodeIdleTimeBeforeScaleDown.default)
      .describe('How long a node stays idle before it goes.'),
  })
  .register(gql, { type: 'ScaleSettingsInput', description: 'How a cluster shall scale.' });

const { adminUsername, publicKey } = sshSettingsSchema.shape;

export const sshInput = z
  .strictObject({
    publicAccess: z
      .enum(sshAccesses)
      .register(gql, { type: 'SshAccess' })
      .prefault('NOT_SPECIFIED')
      .describe('Whether the public port is open.'),
    adminUsername: adminUsername.describe('Account on the nodes.'),
    publicKey: publicKey.describe('OpenSSH public key.'),
  })
  .register(gql, { type: 'SshInput', description: 'SSH to the nodes, by public key only.' });

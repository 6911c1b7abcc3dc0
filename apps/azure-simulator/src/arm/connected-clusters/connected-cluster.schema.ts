import { z } from 'zod';
import { ArmRefusal } from '../arm-error.js';
import { tagsSchema } from '../tags.js';

const namePattern = /^[-_a-zA-Z0-9]{1,260}$/;
const text = z.string().nullish();

/** Dropped from requests: what only ARM and the agents write. */
const settable = {
  distribution: text,
  distributionVersion: text,
  infrastructure: text,
  privateLinkState: z.enum(['Enabled', 'Disabled']).nullish(),
  privateLinkScopeResourceId: text,
  azureHybridBenefit: z.enum(['True', 'False', 'NotApplicable']).nullish(),
  aadProfile: z.looseObject({}).nullish(),
  arcAgentProfile: z.looseObject({}).nullish(),
};

const given = (properties: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined && value !== null),
  );

export const putConnectedClusterSchema = z.object({
  location: z.string().min(1),
  tags: tagsSchema,
  kind: z.enum(['ProvisionedCluster']).nullish(),
  /** A closed list (docs/azure-facts.md#arc-connected-clusters). */
  identity: z.object({ type: z.enum(['None', 'SystemAssigned']) }),
  properties: z.object({ agentPublicKeyCertificate: z.string(), ...settable }).transform(given),
});

export const patchConnectedClusterSchema = z.object({
  tags: tagsSchema,
  properties: z
    .object({
      distribution: settable.distribution,
      distributionVersion: settable.distributionVersion,
      azureHybridBenefit: settable.azureHybridBenefit,
    })
    .nullish()
    .transform((properties) => given(properties ?? {})),
});

export function checkConnectedClusterName(name: string): void {
  if (!namePattern.test(name))
    throw new ArmRefusal(400, {
      code: 'InvalidResourceName',
      message: `Resource name '${name}' is invalid. A connected cluster's name has 1 to 260 letters, digits, '-' and '_'.`,
    });
}

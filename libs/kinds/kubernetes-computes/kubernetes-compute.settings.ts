import { z } from 'zod';
import {
  armIdAt,
  askedAlone,
  identityValue,
  noIdentity,
  optionalName,
  optionalText,
  textAt,
  setting,
} from '#libs/resources';
import { instanceTypesValue } from './instance-types/instance-types.value.js';
import { azureDefaultInstanceType } from './instance-types/instance-type.schema.js';

/** It is attached anew with all that it was asked for. */
const row = { drift: true, resent: true };
const settings = 'properties.properties';
const defaultType = optionalName(`${settings}.defaultInstanceType`);

/** Every setting of an attachment (docs/azure-facts.md#attached-kubernetes-clusters). */
export const kubernetesSettings = {
  /** The row of the cluster. */
  clusterId: setting(askedAlone(z.string(), ''), { differsAs: 'clusterArmId' }),
  clusterArmId: setting(armIdAt('properties.resourceId'), row),
  namespace: setting(textAt(`${settings}.namespace`, 'default'), row),
  description: setting(optionalText('properties.description'), row),
  identity: setting(identityValue, { default: noIdentity, ...row }),
  /** Null: Azure's own default. */
  defaultInstanceType: {
    ...setting(defaultType, { nullIsAny: true, ...row }),
    // Said together with the types, or not at all.
    sent: () => ({}),
    shown: (asked: string | null, found: string | null | undefined): string =>
      (found === undefined ? asked : found) ?? azureDefaultInstanceType.name,
  },
  instanceTypes: setting(instanceTypesValue, { default: [], ...row }),
  /** Where the worker finds the kubeconfig to verify with; never the kubeconfig. */
  kubeconfigReference: setting(askedAlone(z.string().nullable(), null), { default: null }),
};

import { caution, nothing, refusal, type FieldPath, type Findings } from './findings.rules.js';

const subnet =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

/** The form alone: whether the subnet is there, and in the nodes' region, only Azure knows. */
export function checkSubnet(id: string, field: FieldPath = ['input', 'subnetId']): Findings {
  if (subnet.test(id)) return nothing;
  const message =
    'must be /subscriptions/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…';
  return refusal('INVALID_INPUT', field, message);
}

/**
 * Nodes without a public IP reach their workspace through its private endpoint only
 * (docs/azure-facts.md#networks-and-regions).
 */
export const cautionNoPublicIp = (
  enableNodePublicIp: boolean,
  field: FieldPath = ['input', 'enableNodePublicIp'],
): Findings =>
  enableNodePublicIp
    ? nothing
    : caution(
        'PRIVATE_ENDPOINT_NEEDED',
        field,
        'Nodes without a public IP need a private endpoint of the workspace in a network they reach.',
      );

/** An address says more than a flag that Azure may leave out. */
export const hasPublicIp = (found: {
  enableNodePublicIp: boolean;
  publicIpAddress: string | null;
}): boolean => found.enableNodePublicIp || found.publicIpAddress !== null;

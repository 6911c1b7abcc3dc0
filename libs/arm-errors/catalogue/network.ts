import { groupsOf, type ArmErrorRule } from './rule.js';

const network = { cause: 'setup', retry: 'LATER' } as const;
const subnet = groupsOf(/(?<target>\/subscriptions\/[^\s'"]*\/subnets\/[^\s'",;.]+)/i);

export const networkRules: readonly ArmErrorRule[] = [
  {
    ...network,
    code: 'NetworkRulesMissing',
    text: /network security group\b.*\b(?:missing|blocks?|does not allow|deny|denies)\b|missing the following rules/is,
    facts: groupsOf(/(?<target>\/subscriptions\/[^\s'"()]*\/networkSecurityGroups\/[^\s'"(),;]+)/i),
    remedy: 'Add the rules that the message names to {target}, before any that deny, then retry.',
  },
  {
    ...network,
    code: 'PrivateLinkPoliciesEnabled',
    text: /Private(?:LinkService|Endpoint)NetworkPolicies\b.*(?:enabled|disable)/is,
    facts: subnet,
    remedy:
      'Nodes without a public address need a subnet without network policies of Private Link: disable both on {target}, then retry.',
  },
  {
    ...network,
    code: 'SubnetNotFound',
    armCodes: ['subnetnotfound', 'virtualnetworknotfound', 'vnetnotfound'],
    facts: subnet,
    remedy: 'Check the id of the subnet and that it is in the region of the compute.',
  },
  {
    ...network,
    code: 'SubnetNotFound',
    text: /(?:subnet|virtual ?network)s?\b[^.]{0,250}\b(?:not found|could not (?:be )?f(?:ou|i)nd|does(?: not|n't) exist)|could not find subnet/i,
    facts: subnet,
    remedy: 'Check the id of the subnet and that it is in the region of the compute.',
  },
  {
    ...network,
    code: 'SubnetFull',
    armCodes: ['subnetisfull', 'notenoughipaddresses', 'insufficientsubnetsize', 'subnetfull'],
    facts: subnet,
    remedy:
      'The subnet has too few free addresses for the nodes: take a larger one or fewer nodes.',
  },
  {
    ...network,
    code: 'SubnetFull',
    text: /subnet\b.*\b(?:is full|(?:not enough|insufficient|no (?:more )?(?:free|available)|does not have enough) (?:\w+ ){0,2}(?:ip )?address)|not enough (?:\w+ )?ip addresses/is,
    facts: subnet,
    remedy:
      'The subnet has too few free addresses for the nodes: take a larger one or fewer nodes.',
  },
  {
    ...network,
    code: 'StorageMountError',
    armCodes: ['storagemounterror'],
    remedy:
      "The instance could not reach the workspace's storage. Allow outbound 443 and 445 to Storage from its subnet, give its identity access to the storage account, then delete it and create it again.",
  },
  {
    ...network,
    code: 'PrivateEndpointRequired',
    text: /(?:private endpoint|private link)\b[^.]{0,120}\b(?:required|must|needs?)\b|(?:requires?|needs?|without) (?:an? )?(?:workspace )?private endpoint/i,
    remedy:
      'The workspace needs a private endpoint in the network of the compute for this: create one, then retry.',
  },
  {
    ...network,
    code: 'PrivateLinkDenied',
    text: /denied (?:based on|by|because of) (?:the )?(?:workspace )?private link/i,
    remedy:
      "The workspace answers in its private network only: let Armature reach it through the workspace's private endpoint (its DNS zones too), or allow public access to the workspace, then retry.",
  },
  {
    code: 'NoPublicIpNotSupported',
    text: /without (?:a )?public ip\b.{0,40}\bnot supported/i,
    cause: 'request',
    retry: 'NEVER',
    remedy:
      'The region has no nodes without a public address: set enableNodePublicIp to true, or take a workspace in another region.',
  },
];

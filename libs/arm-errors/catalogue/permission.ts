import { groupsOf, type ArmErrorRule } from './rule.js';

const permission = { cause: 'permission', retry: 'LATER' } as const;
const missingRole =
  "Give Armature's identity a role with the action {action} on {target}; a new role takes some minutes to work.";

const linked = {
  ...permission,
  code: 'LinkedAuthorizationFailed',
  facts: groupsOf(
    /does not have (?:permission|authorization) to perform action(?:\(s\))? '(?<action>[^']+)'\s*(?:on|over) the linked scope(?:\(s\))? '(?<target>[^']+)'/i,
  ),
  remedy:
    "Give Armature's identity a role with the action {action} on {target}, which this resource refers to; a new role takes some minutes to work.",
};
const direct = {
  ...permission,
  code: 'AuthorizationFailed',
  facts: groupsOf(/perform action '(?<action>[^']+)' over scope '(?<target>[^']+)'/i),
  remedy: missingRole,
};

const otherTenant = {
  ...permission,
  code: 'InvalidAuthenticationTokenTenant',
  facts: groupsOf(/must match[^']*\btenants? '(?:https?:\/\/[^/']+\/)?(?<target>[^/']+)/i),
  remedy:
    "Armature's identity is of another tenant than the subscription: set AZURE_TENANT_ID to {target} and take an identity of that tenant, or correct the subscription. One that moved there is known to be there within an hour.",
};
const otherAudience = {
  ...permission,
  code: 'InvalidAuthenticationTokenAudience',
  facts: groupsOf(/allowed audiences? '(?<audience>[^']+)'/i),
  remedy:
    'The token of Armature is not for this Azure Resource Manager, which takes those for {audience}: check that AZURE_ARM_ENDPOINT and AZURE_AUTHORITY_HOST are of the same cloud.',
};

export const permissionRules: readonly ArmErrorRule[] = [
  {
    ...permission,
    code: 'LinkedAuthorizationFailed',
    text: /current tenant '[^']*' is not authorized to access linked subscription/i,
    facts: groupsOf(/linked subscription '(?<target>[^']+)'/i),
    remedy:
      'What it refers to is in the subscription {target} of another tenant: refer to something in the same tenant.',
  },
  { ...linked, armCodes: ['linkedauthorizationfailed'] },
  { ...linked, text: /to perform action(?:\(s\))? '[^']+' on the linked scope/i },
  { ...direct, armCodes: ['authorizationfailed'] },
  { ...direct, text: /does not have authorization to perform action '[^']+' over scope/i },
  {
    ...permission,
    code: 'WorkspaceRoleMissing',
    text: /\bAKS role check failed/i,
    remedy:
      "The managed identity of the workspace (the first, where it has several), not Armature's, needs the roles Kubernetes Extension Contributor and Azure Kubernetes Service Cluster Admin on the AKS cluster; a new role takes some minutes to work.",
  },
  {
    ...permission,
    code: 'PrincipalNotFound',
    armCodes: ['principalnotfound', 'invalidprincipalid'],
    remedy:
      'Entra does not know that identity, or not yet: a new one takes some minutes to be known everywhere. Check its id, then retry.',
  },
  { ...otherTenant, armCodes: ['invalidauthenticationtokentenant'] },
  { ...otherTenant, text: /access token is from the wrong issuer/i },
  { ...otherAudience, armCodes: ['invalidauthenticationtokenaudience'] },
  {
    ...otherAudience,
    text: /access token has been obtained (?:for|from) (?:the )?wrong audience/i,
  },
  {
    ...permission,
    code: 'InvalidAuthenticationToken',
    armCodes: ['invalidauthenticationtoken', 'authenticationfailed'],
    remedy: "Azure does not accept Armature's identity: check its tenant and configuration.",
  },
];

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
  {
    ...permission,
    code: 'InvalidAuthenticationToken',
    armCodes: [
      'invalidauthenticationtoken',
      'invalidauthenticationtokentenant',
      'authenticationfailed',
    ],
    remedy: "Azure does not accept Armature's identity: check its tenant and configuration.",
  },
];

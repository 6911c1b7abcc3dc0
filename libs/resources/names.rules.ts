import { nothing, refusal, type FieldPath, type Findings } from './findings.rules.js';

interface NameRule {
  pattern: RegExp;
  says: string;
}

/** ARM's own pattern for clusters has the look-ahead: "gpu-123" would be refused (docs/azure-facts.md#names). */
const nameRules = {
  RESOURCE_GROUP: {
    pattern: /^[-\w.()]{0,89}[-\w()]$/,
    says: "A resource group name has 1 to 90 letters, digits, '-', '_', '.', '(' and ')', and does not end in '.'.",
  },
  WORKSPACE: {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/,
    says: "A workspace name has 3 to 33 letters, digits, '-' and '_', and begins with a letter or digit.",
  },
  COMPUTE_CLUSTER: {
    pattern: /^[a-zA-Z](?![a-zA-Z0-9-]*-\d+$)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
    says: "A cluster name has 3 to 24 letters, digits and '-', begins with a letter and ends neither in '-' nor in '-' and digits alone.",
  },
  COMPUTE_INSTANCE: {
    pattern: /^[a-zA-Z](?![a-zA-Z0-9-]*-\d+$)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
    says: "An instance name has 3 to 24 letters, digits and '-', begins with a letter and ends neither in '-' nor in '-' and digits alone.",
  },
  KUBERNETES_COMPUTE: {
    pattern: /^[a-zA-Z](?![a-zA-Z0-9-]*-\d+$)[a-zA-Z0-9-]{1,14}[a-zA-Z0-9]$/,
    says: "The name of a Kubernetes compute has 3 to 16 letters, digits and '-', begins with a letter and ends neither in '-' nor in '-' and digits alone.",
  },
  ARC_EXTENSION: {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,252}$/,
    says: "An extension name has 1 to 253 letters, digits, '-' and '.', and begins with a letter or digit.",
  },
} satisfies Record<string, NameRule>;

/** NAME_INVALID where Azure would refuse the name of this kind of resource (docs/azure-facts.md#names). */
export function checkName(
  kind: keyof typeof nameRules,
  name: string,
  field: FieldPath = ['input', 'name'],
): Findings {
  const { pattern, says } = nameRules[kind];
  return pattern.test(name) ? nothing : refusal('NAME_INVALID', field, says);
}

import type { NameRule } from '#libs/resources';

/** ARM's own pattern has the look-ahead: "gpu-123" would be refused (docs/azure-facts.md#names). */
export const kubernetesComputeName: NameRule = {
  pattern: /^[a-zA-Z](?![a-zA-Z0-9-]*-\d+$)[a-zA-Z0-9-]{1,14}[a-zA-Z0-9]$/,
  says: "The name of a Kubernetes compute has 3 to 16 letters, digits and '-', begins with a letter and ends neither in '-' nor in '-' and digits alone.",
};

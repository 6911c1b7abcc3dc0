import type { NameRule } from '#libs/resources';

/** Names that Azure takes (docs/azure-facts.md#names). */
export const workspaceName: NameRule = {
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/,
  says: "A workspace name has 3 to 33 letters, digits, '-' and '_', and begins with a letter or digit.",
};

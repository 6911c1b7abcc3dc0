import type { NameRule } from '#libs/resources';

/** Names that Azure takes (docs/azure-facts.md#names). */
export const arcExtensionName: NameRule = {
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,252}$/,
  says: "An extension name has 1 to 253 letters, digits, '-' and '.', and begins with a letter or digit.",
};

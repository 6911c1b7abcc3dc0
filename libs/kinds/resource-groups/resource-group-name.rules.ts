import type { NameRule } from '#libs/resources';

/** Names that Azure takes (docs/azure-facts.md#names). */
export const resourceGroupName: NameRule = {
  pattern: /^[-\w.()]{0,89}[-\w()]$/,
  says: "A resource group name has 1 to 90 letters, digits, '-', '_', '.', '(' and ')', and does not end in '.'.",
};

const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Families that Azure itself calls by two names (docs/azure-facts.md#usages). */
const otherNames: Readonly<Record<string, string>> = {
  standardndv5h100family: 'standardndsh100v5family',
};

/** The form in which families of VM sizes compare, of what vmSizes calls one: standardDSv2Family, standard NCASv3_T4 Family. */
export const familyKey = (family: string): string => otherNames[bare(family)] ?? bare(family);

/**
 * The same of what a line of usages calls one: the machine name, the display text (Standard DSv2 Family Cluster
 * Dedicated vCPUs) or the last segment of an id, which is either (docs/azure-facts.md#usages).
 */
export const familyKeyOfUsage = (name: string): string =>
  familyKey(bare(name).replace(/(?:cluster)?(?:dedicated|lowpriority)?v?(?:cpus|cores)$/, ''));

const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The form in which families of VM sizes compare, of what vmSizes calls one: standardDSv2Family. */
export const familyKey = (family: string): string => bare(family);

/** The same of the last segment of a usage's id: Standard_DSv2_Family_Cluster_Dedicated_vCPUs (arm-facts, Usages). */
export const familyKeyOfUsage = (segment: string): string =>
  bare(segment).replace(/(?:cluster)?(?:dedicated|lowpriority)?vcpus$/, '');

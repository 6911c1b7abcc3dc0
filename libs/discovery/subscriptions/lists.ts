/** What a subscription is asked for, in this order. */
export const listedKinds = ['RESOURCE_GROUP', 'WORKSPACE'] as const;
export type ListedKind = (typeof listedKinds)[number];

/** Where ARM lists them. */
const collections: Readonly<Record<ListedKind, string>> = {
  RESOURCE_GROUP: 'resourceGroups',
  WORKSPACE: 'providers/Microsoft.MachineLearningServices/workspaces',
};

export const collectionOf = (subscriptionId: string, kind: ListedKind): string =>
  `/subscriptions/${subscriptionId}/${collections[kind]}`;

/** The list after this one; undefined: it was the last. */
export const listAfter = (kind: ListedKind): ListedKind | undefined =>
  listedKinds[listedKinds.indexOf(kind) + 1];

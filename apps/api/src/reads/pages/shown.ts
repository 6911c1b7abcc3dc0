/** What an operation's own columns do not hold; a statement brings along what is true. */
export interface OperationShow {
  steps: boolean;
  requestedBy: boolean;
  cost: boolean;
  approval: boolean;
}

/** Columns of a resource that are read where they are asked for, beside those that say which one it is. */
export const resourceColumns = [
  'armId',
  'subscriptionId',
  'location',
  'version',
  'provisioningState',
  'rawProvisioningState',
  'provisioningErrors',
  'desired',
  'observed',
  'createdById',
  'createdAt',
  'changedAt',
  'observedAt',
  'goneAt',
  'managed',
] as const;
export type ResourceColumn = (typeof resourceColumns)[number];

/** What a statement brings along of a resource: those columns, and what is true. */
export interface ResourceShow {
  columns: ReadonlySet<ResourceColumn>;
  team: boolean;
  createdBy: boolean;
  costTags: boolean;
  /** What was made for it, of a workspace. */
  made: boolean;
  /** What holds it, and what holds that. */
  parent: boolean;
  /** Whether an operation is at work on it. */
  underWay: boolean;
  /** The latest of its operations; none where absent. */
  operations?: OperationShow & { count: number };
}

export const wholeOperation: OperationShow = {
  steps: true,
  requestedBy: true,
  cost: true,
  approval: true,
};
export const wholeResource: ResourceShow = {
  columns: new Set(resourceColumns),
  team: true,
  createdBy: true,
  costTags: true,
  made: true,
  parent: true,
  underWay: true,
};

/** The SQL of those parts that are asked for. */
export const chosen = (parts: readonly (readonly [boolean, string])[]): string =>
  parts.flatMap(([isShown, sql]) => (isShown ? [sql] : [])).join(', ');

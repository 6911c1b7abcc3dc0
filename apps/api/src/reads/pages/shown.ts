/** What an operation's own columns do not hold; a statement brings along what is true. */
export interface OperationShow {
  steps: boolean;
  requestedBy: boolean;
}

/** What costs something beside a resource's plain columns; a statement brings along what is true. */
export interface ResourceShow {
  /** What ARM last answered. */
  observed: boolean;
  team: boolean;
  createdBy: boolean;
  costTags: boolean;
  /** What holds it, and what holds that. */
  parent: boolean;
  /** Whether an operation is at work on it. */
  underWay: boolean;
  /** The latest of its operations; none where absent. */
  operations?: OperationShow & { count: number };
}

export const wholeOperation: OperationShow = { steps: true, requestedBy: true };
export const wholeResource: ResourceShow = {
  observed: true,
  team: true,
  createdBy: true,
  costTags: true,
  parent: true,
  underWay: true,
};

/** The SQL of those parts that are asked for. */
export const chosen = (parts: readonly (readonly [boolean, string])[]): string =>
  parts.flatMap(([isShown, sql]) => (isShown ? [sql] : [])).join(', ');

import { familyKey, type Usage, type VmPriority, type VmSizeFacts } from '#libs/resources';

/** What counts the nodes of a compute. */
export interface CountedNodes {
  vmPriority: VmPriority;
  /** ARM id of the workspace, lower case; null: of none. */
  workspaceKey: string | null;
}

/**
 * The lines of a region's usages that count nodes: their family's, their region's and their workspace's. `size` undefined:
 * of which family they are is not known, and the region's alone is.
 */
export const bindingLines = (
  { vmPriority, workspaceKey }: CountedNodes,
  size: VmSizeFacts | undefined,
  usages: readonly Usage[],
): Usage[] =>
  usages.filter((line) => {
    if (line.priority !== vmPriority || line.of === 'COMPUTE') return false;
    if (line.of === 'REGION') return true;
    const isOfFamily = size !== undefined && line.familyKey === familyKey(size.family);
    return isOfFamily && (line.workspaceKey === null || line.workspaceKey === workspaceKey);
  });

/** Which line must be there for anything to be known: low priority has one number over all families (docs/azure-facts.md#usages). */
export const countingLine = (vmPriority: VmPriority): Usage['of'] =>
  vmPriority === 'DEDICATED' ? 'FAMILY' : 'REGION';

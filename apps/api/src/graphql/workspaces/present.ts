import {
  shownWorkspace,
  type WorkspaceDesired,
  type WorkspaceObserved,
} from '#libs/kinds/workspaces';
import type { ResourceRow } from '../../reads/rows.js';
import type { PresentedParent } from '../presented-parent.js';

/** A workspace as clients see it, beside what every resource has. */
export const present = ({ desired, observed }: ResourceRow, parent: PresentedParent) => ({
  ...shownWorkspace(desired as WorkspaceDesired, (observed ?? null) as WorkspaceObserved | null),
  resourceGroup: parent,
});

import { workspaceSettings, type WorkspaceDesired } from '#libs/kinds/workspaces';
import { shownSettings } from '#libs/resources';
import type { ResourceRow } from '../../reads/rows.js';
import type { PresentedParent } from '../presented-parent.js';

/** A workspace as clients see it, beside what every resource has. */
export const present = ({ desired, observed }: ResourceRow, parent: PresentedParent) => ({
  ...shownSettings(workspaceSettings, desired as WorkspaceDesired, observed ?? null),
  resourceGroup: parent,
});

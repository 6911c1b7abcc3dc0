import { workspaceSettings } from '#libs/kinds/workspaces';
import { presentedWith } from '../presented-resource.js';

/** A workspace as clients see it. */
export class Presented extends presentedWith(workspaceSettings) {
  get resourceGroup() {
    return this.parent;
  }
}

import { shownDependencies, workspaceSettings } from '#libs/kinds/workspaces';
import { presentedWith } from '../presented-resource.js';

/** A workspace as clients see it. */
export class Presented extends presentedWith(workspaceSettings) {
  get resourceGroup() {
    return this.parent;
  }

  get dependencies() {
    return shownDependencies(
      {
        storageAccountId: this.setting('storageAccountId'),
        keyVaultId: this.setting('keyVaultId'),
        applicationInsightsId: this.setting('applicationInsightsId'),
        containerRegistryId: this.setting('containerRegistryId'),
      },
      this.row.made ?? [],
    );
  }
}

import { neededActions, neededProviders } from '#libs/arm-versions';
import type { AzureSubscriptionObserved } from '#libs/kinds/azure-subscriptions';
import { presentedWith } from '../presented-resource.js';

/** A subscription as clients see it. Of what nobody has asked Azure for, nothing is known to be there. */
export class Presented extends presentedWith<{}, AzureSubscriptionObserved>({}) {
  get subscriptionId() {
    return this.row.subscriptionId;
  }
  get displayName() {
    return this.observed?.displayName ?? this.row.name;
  }
  get defaultTeam() {
    return this.team;
  }
  get defaultLocation() {
    return this.row.location === '' ? null : this.row.location;
  }
  get missingActions() {
    return this.observed?.missingActions ?? neededActions;
  }
  get missingProviders() {
    return this.observed?.missingProviders ?? neededProviders;
  }
}

import type { Sql } from '#libs/database';
import type { ArmError } from '#libs/operations';
import type { PriceSettings } from '#libs/prices';
import type { NodeType } from '#libs/verbs';
import type { UsagesPlace } from './quotas/renew-usages.js';
import type { VmSize } from './vm-sizes/vm-size.schema.js';

/** Something by its type, for those who may see it. */
export interface FoundRow {
  type: NodeType;
  row: object;
}

/** What reads are given, for one request. */
export interface ReadDeps {
  pool: Sql;
  /** Numbers what is committed and has no number yet, so that whoever asks finds what they did themselves. */
  number(): Promise<unknown>;
  /** What an id points at, looked up together with what else the request asks for; null where the actor sees none, and for no id. */
  find(type: NodeType, id: string): Promise<FoundRow | null>;
  /** VM sizes as Azure listed them within the last minute. Rejects with ArmError where it does not answer. */
  listVmSizes(subscriptionId: string, location: string): Promise<readonly VmSize[]>;
  /** Has the usages of a region read anew; answers why Azure did not tell them. */
  renewUsages(place: UsagesPlace): Promise<ArmError | undefined>;
  /** How prices are had here. */
  prices: PriceSettings;
  /** The Azure subscription that is asked where a request names none. */
  defaultSubscriptionId?: string | undefined;
}

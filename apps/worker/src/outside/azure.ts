import type { AzureProblem } from '#libs/azure';
import type { ArmPort, ReadLimit } from '#libs/operations';

/** Azure, as far as a worker asks. */
export abstract class Azure {
  abstract readonly arm: ArmPort;
  /** How much may be read of a subscription; undefined: as in public Azure. */
  abstract readonly reads: ReadLimit | undefined;
  /** The subscription that is configured; undefined: none is. */
  abstract readonly subscriptionId: string | undefined;
  /** Why Azure cannot be used now: the worker is not ready then. */
  abstract problems(): AzureProblem[];
}

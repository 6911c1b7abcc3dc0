import type { ObserveDependencies } from '#libs/discovery';
import type { StepPorts } from '#libs/operations';
import type { PriceSettings, RetailPricesPort } from '#libs/prices';
import type { QueueSettings } from '#libs/queue';

/** How a worker works. */
export abstract class WorkerSettings {
  abstract readonly kinds: ObserveDependencies['kinds'];
  /** Secrets and Kubernetes clusters. */
  abstract readonly ports: Omit<StepPorts, 'standing'>;
  abstract readonly queue: QueueSettings;
  /** How long a lease holds; a worker that dies is missed for as long. */
  abstract readonly leaseMs: number;
  /** How long a step may take before its operation fails. */
  abstract readonly stepLimitMs: number;
  /** Operations worked on at once. */
  abstract readonly concurrency: number;
  /** Seconds between two looks at a workspace. */
  abstract readonly pace: Pick<ObserveDependencies['pace'], 'restingSeconds' | 'movingSeconds'>;
  /** In which currency prices are, and where they are read, or why they are not. */
  abstract readonly prices: PriceSettings & { retail?: RetailPricesPort | undefined };
  /** Called once the process counts as wedged: it must end. */
  abstract onWedged(): void;
}

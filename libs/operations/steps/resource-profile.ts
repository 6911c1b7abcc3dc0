import type { ProvisioningError } from '#libs/kernel';
import type { ArmBody } from '../arm.port.js';
import type { StepContext } from '../step.js';

/** What the steps of every kind must know of the resource they work on. */
export interface ResourceProfile {
  /** As people say it, e.g. `compute`. */
  noun: string;
  /** The PUT that makes it. */
  create(context: StepContext): ArmBody;
  /** The PUT that changes it, from what ARM just answered: read, modify, write. */
  change(context: StepContext, current: ArmBody): ArmBody;
  /**
   * Whether nothing lies in what stands. Given where ARM's answer to that PUT tells whether something stood there
   * before; asked where that answer was lost: what was made just now, and by this operation, is empty.
   */
  isEmpty?(context: StepContext): Promise<boolean>;
  /** The query of its DELETE. */
  deletion(context: StepContext): Record<string, string>;
  /** Why it must stay; asked just before a DELETE is sent. */
  keeps?(context: StepContext): Promise<ProvisioningError | undefined>;
  /**
   * Why a resource must not be changed or deleted, from what ARM answers of it: somebody else manages it.
   * Undefined: it may be.
   */
  belongsToOther?(body: ArmBody): ProvisioningError | undefined;
  /** True where DELETE does something although GET answers 404: a purge of what is soft-deleted. */
  deletesHidden?(context: StepContext): boolean;
  /** What to do where somebody else's has the name; where absent, to choose another one. */
  whenTaken?: string;
  /** Adds a remedy that only this kind knows. */
  explain?(error: ProvisioningError): ProvisioningError;
}

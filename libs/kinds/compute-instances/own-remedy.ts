import { causeOf } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';

/** The error with what this kind knows to do, where the catalogue of Azure's errors does not know it better. */
export const withOwnRemedy = (error: ProvisioningError, remedy: string): ProvisioningError =>
  causeOf(error) === undefined ? { ...error, remedy } : error;

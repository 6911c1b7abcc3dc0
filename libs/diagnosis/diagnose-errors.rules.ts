import { causeOf } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import type { Finding } from './diagnostic.js';

/** The cause of one of Azure's errors about nodes, as a diagnostic code. */
export type ErrorCause = 'QUOTA_EXCEEDED' | 'NO_CAPACITY' | 'PROVISIONING_FAILED';

export const errorCauseOf = (error: ProvisioningError): ErrorCause => {
  const cause = causeOf(error);
  if (cause === 'quota') return 'QUOTA_EXCEEDED';
  return cause === 'capacity' ? 'NO_CAPACITY' : 'PROVISIONING_FAILED';
};

export const remedies: Record<ErrorCause, string> = {
  QUOTA_EXCEEDED:
    'Ask for more vCPU quota of this VM family in this region (Azure portal: Machine Learning, Usage + quotas), lower the node counts, or delete clusters that hold quota: clusters at 0 nodes still do.',
  NO_CAPACITY:
    'Azure has no such machines free, and more quota does not help: try later, another VM size or another region.',
  PROVISIONING_FAILED: 'Read the message; retry the operation once its cause is gone.',
};

/** What an error that Azure keeps on a resource means; a quota's numbers go into the evidence where they were read. */
export function fromError(error: ProvisioningError, evidence: object = {}): Finding {
  const code = errorCauseOf(error);
  const { message, remedy = remedies[code], armRequestId } = error;
  const read = { code: error.code, message, ...(armRequestId && { armRequestId }) };
  return { code, message, remedy, evidence: { error: read, ...evidence } };
}

interface Provisioned {
  provisioningState: string;
  provisioningErrors: readonly ProvisioningError[];
}

/** A resource that failed and says nothing about why; Azure does that. */
export const failedSilently = ({
  provisioningState,
  provisioningErrors,
}: Provisioned): Finding[] =>
  provisioningState === 'FAILED' && provisioningErrors.length === 0
    ? [
        {
          code: 'PROVISIONING_FAILED',
          message: 'Azure says that it failed, and not why.',
          remedy:
            'Look at the error of its latest operation and at the activity log of its resource group; then retry, or delete it and make it anew.',
          evidence: { provisioningState },
        },
      ]
    : [];

import { causeOf } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import type { DiagnosticCode } from '#libs/diagnosis';
import type { ComputeInstanceState } from '../compute-instance.schema.js';

/** What a broken machine suffers from, and what can be done about it. */
export interface Broken {
  code: DiagnosticCode;
  says: string;
  remedy: string;
}

/** By the states that no other look makes better. */
const brokenStates: Partial<Record<ComputeInstanceState, Broken>> = {
  SETUP_FAILED: {
    code: 'SETUP_FAILED',
    says: "Azure's own setup of the machine failed",
    remedy:
      'Restart it. If it fails again, look at the network it starts in, then delete it and create it anew.',
  },
  USER_SETUP_FAILED: {
    code: 'SETUP_FAILED',
    says: 'A setup script failed',
    remedy:
      'Read what the script printed (studio: Compute, the instance, Logs) and correct it. A startup script in the file share runs again when the instance is restarted; a creation script runs once, and inline scripts cannot be changed: for those delete the instance and create it anew.',
  },
  UNUSABLE: {
    code: 'INSTANCE_UNUSABLE',
    says: 'Azure says that the machine is unusable',
    remedy:
      'Restart it. If it stays so, delete it and create it anew, and look at the network it starts in: DNS, outbound rules and the private endpoint. What is not in the workspace file share is lost with the machine.',
  },
  CREATE_FAILED: {
    code: 'CREATE_FAILED',
    says: 'The machine could not be created',
    remedy: 'Remove what its errors name, then delete it and create it anew.',
  },
};

/** Undefined for a state that is not broken. */
export const brokenAs = (state: ComputeInstanceState): Broken | undefined => brokenStates[state];

/**
 * An error of an instance with the advice that goes with the machine's state, where the error is none that anybody knows:
 * what can be done about any error says less. The same wherever it is read.
 */
export function advisedIn(
  state: ComputeInstanceState,
  error: ProvisioningError,
): ProvisioningError {
  const broken = brokenStates[state];
  if (!broken || causeOf(error) !== undefined) return error;
  return { ...error, retry: 'NEVER', remedy: broken.remedy };
}

import { ArmError } from '#libs/operations';
import { describeProblem, type AzureProblem } from '../standing/azure-standing.js';

/** No token, so nothing was sent. Its message also says what to do: it stands in the step while that waits. */
export class CredentialError extends ArmError {
  constructor(problem: AzureProblem, retryAfterSeconds: number) {
    super('transient', { ...problem, retry: 'LATER' }, undefined, retryAfterSeconds, false);
    this.message = describeProblem(problem);
  }
}

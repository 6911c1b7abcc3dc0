import { refusal, type ReadRow, type StoredRow } from '#libs/resources';
import { whatIsUnknown } from '../unreadable-row.rules.js';
import type { Target } from './scope.repository.js';
import type { ChangePlan } from './submit-change.js';

/**
 * A plan of what shall become of a resource as it stands, as far as its row can be read and Azure tells the rest.
 * INVALID_STATE where something would have to be guessed: it would be sent to Azure.
 */
export function planOnStanding<Desired>(
  read: (row: StoredRow) => ReadRow<Desired, unknown>,
  target: Target,
  field: string,
  plan: (standing: Desired) => ChangePlan,
): ChangePlan {
  const { desired, unknown } = read(target);
  if (unknown.length === 0) return plan(desired);
  const message = `${whatIsUnknown(unknown)} Have an administrator of Armature put the row right, or delete it and create it anew.`;
  return {
    desired: null,
    costTags: null,
    input: {},
    findings: refusal('INVALID_STATE', ['input', field], message),
  };
}

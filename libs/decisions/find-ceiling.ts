import { Decimal } from 'decimal.js';
import { ceilingOf, type FindVCpus } from '#libs/ceilings';
import type { BilledCompute, Ceiling, CostedChange, CostEstimate } from '#libs/estimates';
import { kinds } from '#libs/kinds';
import type { ChangedCeiling, ToDecide } from '#libs/operations';
import { vmSizeKey } from '#libs/resources';
import type { Bill } from './find-bill.js';

/** What the limits of the team count of a proposal; null where it is about nothing that is made of machines. */
export async function findCeiling(
  findVCpus: FindVCpus,
  { sql, proposal }: ToDecide,
  bill: Bill | null,
  cost: CostEstimate | null,
): Promise<ChangedCeiling | null> {
  if (!bill || kinds.of(proposal.resourceKind).hasMachines !== true) return null;
  const { own, prices } = bill;
  const before = proposal.target && (await ceilingOf(sql, findVCpus, own.before, prices));
  const goes = kinds.operation(proposal.kind).during === 'DELETING';
  // What has machines makes nothing beside it: the estimate is its own.
  const after = goes
    ? null
    : await ceilingOf(sql, findVCpus, own.after, prices, cost?.hourlyCeiling ?? null);
  return { before, after, isRaised: isMore(own, before, after) };
}

/** Of the same machines more, or of other ones more vCPUs or more costs; what is not known may be more. */
function isMore({ before, after }: CostedChange, was: Ceiling | null, is: Ceiling | null): boolean {
  if (!is) return false;
  if (!was) return true;
  if (isSameMachine(before, after)) return mostOf(after) > mostOf(before);
  return (
    is.vCpus === null ||
    was.vCpus === null ||
    is.vCpus > was.vCpus ||
    !is.hourly ||
    !was.hourly ||
    new Decimal(is.hourly.amount).gt(was.hourly.amount)
  );
}

const isSameMachine = (one: BilledCompute | null, other: BilledCompute | null): boolean =>
  machineOf(one) !== undefined && machineOf(one) === machineOf(other);

const machineOf = (billed: BilledCompute | null): string | undefined => {
  const { vmSize, vmPriority, location } = billed?.machines ?? {};
  return vmSize && `${vmSizeKey(vmSize)} ${vmPriority} ${location}`;
};

const mostOf = (billed: BilledCompute | null): number => billed?.machines?.most ?? 0;

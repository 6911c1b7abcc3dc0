import { armIdKey, type ArmId } from '#libs/kernel';

/** By whole segments: a group `rg` does not hold what is in `rg-2`. */
export const isWithin = (holder: ArmId, id: ArmId): boolean =>
  armIdKey(id).startsWith(`${armIdKey(holder)}/`);

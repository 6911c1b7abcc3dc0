import { armIdKey, type ArmId, isObject } from '#libs/kernel';
import type { AskedArmId } from './arm-ids-in.rules.js';

/** A resource as it was asked for, and as Azure was last seen to have it; null: never seen. */
interface Standing {
  desired: unknown;
  observed: unknown;
}

/**
 * Those that the resource does not use already, in the same field: what stands is not asked for anew. What Azure has
 * counts; what was only asked for counts where Azure keeps the field to itself. An id elsewhere, in a description say,
 * is no use of it. Pure.
 */
export function newlyUsed(armIds: readonly AskedArmId[], standing: Standing): AskedArmId[] {
  return armIds.filter(({ armId, field }) => {
    const used = idsAt(standing.observed, field) ?? idsAt(standing.desired, field) ?? [];
    return !used.some((id) => armIdKey(id) === armIdKey(armId));
  });
}

/** The ids in the field of that name, of the state itself or of its identity; undefined where it tells none. */
function idsAt(state: unknown, field: readonly string[]): ArmId[] | undefined {
  const path = field.filter((name, index) => index > 0 && !/^\d+$/.test(name));
  return textsAt(state, path) ?? textsAt(state, ['identity', ...path]);
}

function textsAt(state: unknown, path: readonly string[]): ArmId[] | undefined {
  const value = path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    state,
  );
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  const texts = values.filter((text) => typeof text === 'string');
  return texts.length === values.length ? texts : undefined;
}

import { armIdKey, isWithin, type ArmId, type DomainError } from '#libs/kernel';
import { refusal, together, type Findings } from '#libs/resources';
import type { Content } from '#libs/operations';
import type { HeldRow } from './contents.repository.js';

/** All that stands there, as ARM lists it and as our rows know it, unmanaged things first. */
export function contentsOf(listed: readonly ArmId[], rows: readonly HeldRow[]): Content[] {
  const contents = new Map<string, Content>();
  for (const armId of listed) contents.set(armIdKey(armId), { armId, managed: false });
  for (const { armId, managed } of rows) contents.set(armIdKey(armId), { armId, managed });
  const all = [...contents.values()];
  return [...all.filter(({ managed }) => !managed), ...all.filter(({ managed }) => managed)];
}

/** Unmanaged contents that `named` leaves out: their deletion was not agreed to. */
export function unnamed(contents: readonly Content[], named: readonly ArmId[]): Content[] {
  const agreed = new Set(named.map(armIdKey));
  return contents.filter(({ armId, managed }) => !managed && !agreed.has(armIdKey(armId)));
}

/**
 * A refusal for each of those; if there is none, a warning for each unmanaged resource that will be deleted
 * too.
 */
export function checkContents(contents: readonly Content[], named: readonly ArmId[]): Findings {
  const refusals = unnamed(contents, named).map(notNamed);
  if (refusals.length > 0) return { errors: refusals, warnings: [] };
  const warnings = contents.map(({ armId, managed }) => ({
    code: 'DELETED_TOO' as const,
    message: managed
      ? `It takes ${armId} with it.`
      : `It takes ${armId} with it, which Armature does not manage.`,
    field: ['input', 'deleteUnmanagedArmIds'],
  }));
  return { errors: [], warnings };
}

const notNamed = ({ armId }: Content): DomainError => ({
  code: 'NOT_EMPTY',
  message: `${armId} stands in it and Armature does not manage it. If it may go too, name it in deleteUnmanagedArmIds.`,
  field: ['input', 'deleteUnmanagedArmIds'],
  armId,
});

/** FORBIDDEN if resources of teams are inside in which the actor may not operate; says how many. */
export function checkPayers(
  rows: readonly HeldRow[],
  mayOperateIn: (teamId: string) => boolean,
  field: string,
): Findings {
  const foreign = rows.filter(({ managed, teamId }) => managed && !mayOperateIn(teamId));
  if (foreign.length === 0) return together();
  const message = `${foreign.length} of the resources in it belong to another team. Whoever operates there deletes them first, or deletes it for both.`;
  return { errors: [{ code: 'FORBIDDEN', message, field: ['input', field] }], warnings: [] };
}

/** INVALID_INPUT for ids of resources that are not inside: a deletion takes only what it holds. */
export const checkNamed = (holder: ArmId, named: readonly ArmId[]): Findings =>
  together(
    ...named
      .filter((id) => !isWithin(holder, id))
      .map((id) =>
        refusal(
          'INVALID_INPUT',
          ['input', 'deleteUnmanagedArmIds'],
          `${id} does not stand in ${holder}.`,
        ),
      ),
  );

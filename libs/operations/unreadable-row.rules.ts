import type { ProvisioningError } from '#libs/kernel';
import type { ReadRow, Resource, StoredRow } from '#libs/resources';

/**
 * Thrown by a step that needs what its target or operation was asked for as, where the row does not say it.
 * Trying again changes nothing.
 */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';

  constructor(readonly fields: readonly string[]) {
    super(whatIsUnknown(fields));
  }
}

/** What it fails with. `sent`: Azure may have taken what was sent before. */
export const unreadable = ({ message }: UnreadableRow, sent: boolean): ProvisioningError => ({
  code: 'ROW_UNREADABLE',
  message: sent ? message : `${message} Nothing was sent.`,
  retry: 'LATER',
  remedy:
    'Have an administrator of Armature put the row right, then retry the operation; or delete it and create it anew.',
});

/** In words: which fields of `desired` nobody knows. */
export const whatIsUnknown = (fields: readonly string[]): string =>
  `What was asked for cannot be read from its row any more (${fields.join(', ')}), and Azure does not tell it either.`;

/** What a resource was asked for as, as far as it can be said. Throws UnreadableRow where a field would be a guess. */
export function desiredOf<Desired>(
  read: (row: StoredRow) => ReadRow<Desired, unknown>,
  resource: Resource,
): Desired {
  const { desired, unknown } = read(resource);
  if (unknown.length > 0) throw new UnreadableRow(unknown);
  return desired;
}

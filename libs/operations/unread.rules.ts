import type { ProvisioningError } from '#libs/kernel';

/** What a step that waits says besides, while Azure's answers tell nothing. Kept in its memory, never shown as such. */
export interface Unread {
  /** Its message without that. */
  said: string;
  why: string;
  error: ProvisioningError;
}

/** Why the state could not be read, as the step's message shows it. */
export const whyUnread = ({ code, message, remedy }: ProvisioningError): string =>
  `Azure does not say how it goes: ${code}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`;

/** The step's message; `watch.repository.ts` puts it together likewise. */
export const messageOf = ({ said, why }: Pick<Unread, 'said' | 'why'>): string => `${said}; ${why}`;

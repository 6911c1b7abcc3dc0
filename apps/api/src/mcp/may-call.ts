import type { Actor } from '#libs/verbs';
import { allowedSomewhere } from '#libs/tenants';
import type { Definition } from '../channels/fixed-document.js';

/**
 * Whether one of the actor's roles, in whichever team, allows it. In which team it must be, the verb decides by its target.
 * What is done to one's own keys takes the role here: an agent is not handed keys for being able to read.
 */
export function mayCall(actor: Actor, definition: Definition): boolean {
  if ('forEverybody' in definition && definition.forEverybody) return true;
  return allowedSomewhere(actor, definition.permission, definition.where);
}

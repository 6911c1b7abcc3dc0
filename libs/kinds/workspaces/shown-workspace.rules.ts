import { normaliseLocation } from '#libs/kernel';
import {
  type ObservedIdentity,
  shownIdentity,
  shownText,
  shownValue,
  textForm,
} from '#libs/resources';
import type { WorkspaceDesired, WorkspaceObserved } from './workspace.schema.js';

/** What pages show of a workspace's settings. */
export interface ShownWorkspace extends Pick<
  WorkspaceDesired,
  'location' | 'friendlyName' | 'description'
> {
  identity: ObservedIdentity;
}

/** A workspace as Azure has it; as it was asked for until Azure has said anything (ADR 0022). */
export const shownWorkspace = (
  asked: WorkspaceDesired,
  found: WorkspaceObserved | null,
): ShownWorkspace => ({
  location: shownText(asked.location, found?.location ?? '', normaliseLocation),
  friendlyName: found ? found.friendlyName : asked.friendlyName,
  description: found
    ? shownValue(asked.description, found.description, textForm)
    : asked.description,
  identity: shownIdentity(asked.identity, found?.identity),
});

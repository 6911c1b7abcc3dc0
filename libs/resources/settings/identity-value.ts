import { identityAsked, identityFound } from '../identity/asked-identity.rules.js';
import { identityBody, observeIdentity } from '../identity/identity.body.js';
import {
  desiredIdentitySchema,
  noIdentity,
  observedIdentitySchema,
  type DesiredIdentity,
  type ObservedIdentity,
} from '../identity/identity.schema.js';
import { differingIdentity } from '../fields/ignored-field.rules.js';
import { shownIdentity } from '../fields/shown-value.rules.js';
import type { Value } from './setting.rules.js';

/** The managed identity, always said in full; who it is counts as drift, its name does not. */
export const identityValue: Value<DesiredIdentity, ObservedIdentity, ObservedIdentity> = {
  asked: desiredIdentitySchema,
  found: observedIdentitySchema,
  unknown: noIdentity,
  sent: (asked) => ({ identity: identityBody(asked) }),
  observe: observeIdentity,
  form: (value) => value,
  differences: (_name, asked, found) => differingIdentity(asked, found),
  shown: shownIdentity,
  told: ({ defaultIdentity: _name, ...identity }) => identity,
  adopted: (found) => identityAsked(found),
  expected: identityFound,
};

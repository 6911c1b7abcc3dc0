import { Reflector } from '@nestjs/core';
import type { Permission } from '#libs/verbs';

/**
 * What a handler takes of those who ask. `everybody`: nothing but to be somebody. Where a permission must hold, in whose
 * team or on the whole platform, is decided by the verb or the statement behind it, which knows whose the target is.
 */
export const Allow = Reflector.createDecorator<Permission | 'everybody'>();

/** Marks what is answered to whoever asks, with a credential or without. */
export const Public = Reflector.createDecorator<void, true>({ transform: () => true });

import crypto from 'node:crypto';

/** A new primary key: UUIDs of version 7 sort by when they were made. */
// Not imported by name: an older Node would end there, before it could say what it is too old for.
export const newId = (): string => crypto.randomUUIDv7();

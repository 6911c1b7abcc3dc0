import { compareSettings, type IgnoredField, type Settings } from '#libs/resources';
import type { ResourceRow } from '../../reads/rows.js';
import { DiagnosticObject } from './compute.types.js';

/** The field that every compute has. */
export const diagnosticsField = [
  'diagnostics',
  () => [DiagnosticObject],
  { description: 'What is wrong and what to do; empty when all is well.' },
] as const;

/** Every field that Azure reports otherwise than asked. While an operation is at work on it, that is no news. */
export const differingOf = (
  settings: Settings,
  { desired, observed, costTags, underWay }: ResourceRow,
): IgnoredField[] =>
  observed && !underWay ? compareSettings(settings, desired as object, costTags, observed) : [];

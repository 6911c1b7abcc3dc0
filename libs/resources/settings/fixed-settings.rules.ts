import { nothing, refusal, together, type Findings } from '../findings.rules.js';
import type { Settings, Fields } from './setting.rules.js';

/** What an update can change of it, as in our inputs. */
export const changeableOf = (settings: Settings): string[] =>
  Object.keys(settings).filter((name) => settings[name]?.fixed === undefined);

/**
 * IMMUTABLE_FIELD for each setting that cannot change and that an input names otherwise than it is shown (ADR 0022);
 * null is not named.
 */
export const checkFixedSettings = (settings: Settings, input: object, shown: object): Findings =>
  together(
    ...Object.entries(settings).map(([name, { fixed, form }]) => {
      const wanted = (input as Fields)[name] ?? null;
      if (fixed === undefined || wanted === null) return nothing;
      const stands = (shown as Fields)[name] ?? null;
      if (stands !== null && form(stands) === form(wanted)) return nothing;
      return refusal('IMMUTABLE_FIELD', ['input', name], `${name} cannot be changed ${fixed}.`);
    }),
  );

/** Whether a PUT says it as asked: of a change that is about `asked`; undefined: about everything. */
export function isSent(settings: Settings, name: string, asked: readonly string[] | undefined) {
  const one = settings[name];
  if (one?.resent) return true;
  return one?.fixed === undefined && (asked === undefined || asked.includes(name));
}

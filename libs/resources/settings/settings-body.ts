import { laidOver, objectAt, type ResourceBody } from '../answers/resource-body.js';
import { isTold, type AskedOf, type FoundOf, type Settings } from './setting.rules.js';

/** What a PUT says of these settings, by paths of ARM. */
export const sentBy = <T extends Settings>(
  settings: T,
  desired: AskedOf<T>,
  names: readonly string[] = Object.keys(settings),
): Record<string, unknown> =>
  Object.assign(
    {},
    ...Object.entries(settings)
      .filter(([name]) => names.includes(name))
      .map(([name, { sent }]) => sent?.(desired[name])),
  ) as Record<string, unknown>;

/** The body with these settings as asked; the rest of it stays as it came. */
export const withSettings = <T extends Settings>(
  body: ResourceBody,
  settings: T,
  desired: AskedOf<T>,
  names?: readonly string[],
): ResourceBody =>
  Object.entries(sentBy(settings, desired, names)).reduce(
    (all, [path, value]) => put(all, path.split('.'), value),
    body,
  );

/** Undefined takes away what stands there: JSON leaves it out. Of an object there, what nobody here knows stays. */
function put(body: ResourceBody, [name = '', ...below]: string[], value: unknown): ResourceBody {
  if (value === undefined && !(name in body)) return body;
  if (below.length === 0) return laidOver(body, { [name]: value });
  return { ...body, [name]: put(objectAt(body, name), below, value) };
}

/** What an answer of ARM says of the settings. Never throws. */
export const observeSettings = <T extends Settings>(settings: T, body: ResourceBody): FoundOf<T> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, one]) =>
      isTold(one) ? [[name, one.observe(body)]] : [],
    ),
  ) as FoundOf<T>;

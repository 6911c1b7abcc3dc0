import type { Definition } from '../../channels/fixed-document.js';
import { routeOf } from '../../rest/routes/route.js';

/** Where a definition is over REST. */
export function placeText(definition: Definition): string {
  const { method, path } = routeOf(definition);
  return `\`${method} /v1${path}\``;
}

import { createLiveDisplay } from './live-display.js';
import { createPlainDisplay } from './plain-display.js';
import type { ProgressDisplay } from './progress-display.js';

/** Lines that refresh themselves on a terminal, a line per change of a step elsewhere. */
export function createDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? createLiveDisplay(stream) : createPlainDisplay(stream);
}

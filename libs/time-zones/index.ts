export { findTimeZone, timeZoneProblem, type TimeZoneProblem } from './find-time-zone.js';
export { dayMs, instantsOf, localDay } from './local-day.js';
export { utcOffset, zoneDataRelease } from './zone-data.js';

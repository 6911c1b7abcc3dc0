export { eventBody, eventBodySchema, subjectNodes, type NumberedEvent } from './event-body.js';
export { enumValue, eventTypes, typeOfValue } from './event-types.js';
export { numberEvents } from './number-events.js';
export type { EventType } from './types/event-type.js';

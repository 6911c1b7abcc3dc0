export { addCostTags, dropOtherCostTags } from './cost-tags.repository.js';
export {
  hasHappenings,
  markNumbered,
  readHappenings,
  type Happening,
} from './happened.repository.js';
export { dropOldEvents, isStuck, readUndelivered, type Undelivered } from './outbox.repository.js';
export { relayDueEvents } from './relay-due-events.js';
export { startRelay, type Relay, type RelayOptions } from './start-relay.js';
export { tell } from './tell.repository.js';
export { changeResources, makeResources } from './write-resources.repository.js';

import { describedEnum } from '../described-enum.js';

export const AllocationState = describedEnum('AllocationState', 'Whether nodes come or go.', {
  UNKNOWN: 'Not known yet.',
  STEADY: 'The number of nodes is as it should be.',
  RESIZING: 'Nodes are being added or removed.',
});

import { expect, it } from 'vitest';
import { changeClaimed } from '../support/change-claimed.js';

it('what was claimed keeps what is not ours, byte for byte, through every write until it is deleted', async () => {
  const changed = await changeClaimed(24);
  expect(changed).toMatchObject({ writes: 48, harmed: [], left: 0 });
}, 120_000);

import { describe, expect, it } from 'vitest';
import { shownDependencies } from './shown-dependencies.js';

const named = {
  storageAccountId: '/subscriptions/s/a',
  keyVaultId: null,
  applicationInsightsId: '/subscriptions/s/i',
  containerRegistryId: null,
};

describe('what a workspace leans on', () => {
  it('is what it names, and what was made for it', () => {
    const made = [
      { role: 'STORAGE' as const, armId: '/subscriptions/S/A' },
      { role: 'LOG_ANALYTICS' as const, armId: '/subscriptions/s/l' },
    ];
    expect(shownDependencies(named, made)).toEqual([
      { role: 'STORAGE', armId: '/subscriptions/s/a', madeForIt: true },
      { role: 'LOG_ANALYTICS', armId: '/subscriptions/s/l', madeForIt: true },
      { role: 'APPLICATION_INSIGHTS', armId: '/subscriptions/s/i', madeForIt: false },
    ]);
  });

  it('is not what was made where Azure names another', () => {
    const made = [{ role: 'STORAGE' as const, armId: '/subscriptions/s/other' }];
    expect(shownDependencies(named, made)[0]).toEqual({
      role: 'STORAGE',
      armId: '/subscriptions/s/a',
      madeForIt: false,
    });
  });
});

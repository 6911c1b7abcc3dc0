import { expect, it } from 'vitest';
import { usageBody, type UsageShape } from '../../test/support/usages.js';
import { observeUsages } from '../resources/vm-sizes/usage.observe.js';
import { observeVmSizes } from '../resources/vm-sizes/vm-size.observe.js';
import { nothingHeld } from './known-quota.value.js';
import type { QuotaDemand } from './quota-demand.value.js';
import { quotaLines } from './quota-lines.rules.js';

/** What usages call a family, and what the list of sizes calls it (docs/azure-facts.md#usages). */
const families: readonly (readonly [usage: string, size: string])[] = [
  ['standardDFamily', 'standardDFamily'],
  ['standardDv2Family', 'standardDv2Family'],
  ['standardDSv2Family', 'standardDSv2Family'],
  ['standardDv3Family', 'standardDv3Family'],
  ['standardDSv3Family', 'standardDSv3Family'],
  ['standardDASv4Family', 'standardDASv4Family'],
  ['standardDAv4Family', 'standardDAv4Family'],
  ['standardDDSv4Family', 'standardDDSv4Family'],
  ['standardDADSv5Family', 'standardDADSv5Family'],
  ['standardESv3Family', 'standardESv3Family'],
  ['standardEASv4Family', 'standardEASv4Family'],
  ['standardFSv2Family', 'standardFSv2Family'],
  ['standardFXMDVSFamily', 'standardFXMDVSFamily'],
  ['standardHBv3Family', 'standardHBv3Family'],
  ['standardLASv3Family', 'standardLASv3Family'],
  ['standardLSv2Family', 'standardLSv2Family'],
  ['standardLSv3Family', 'standardLSv3Family'],
  ['standardMSFamily', 'standardMSFamily'],
  ['standardNCFamily', 'standardNCFamily'],
  ['standardNVFamily', 'standardNVFamily'],
  ['standardNVSv3Family', 'standardNVSv3Family'],
  ['standardNCSv3Family', 'standardNCSv3Family'],
  ['standardNDSv2Family', 'standardNDSv2Family'],
  ['standardNCADSA100v4Family', 'StandardNCADSA100v4Family'],
  ['standardNVADSA10v5Family', 'StandardNVADSA10v5Family'],
  ['standard NCASv3_T4 Family', 'Standard NCASv3_T4 Family'],
  ['standard NDASv4_A100 Family', 'Standard NDASv4_A100 Family'],
  ['standard NDAMSv4_A100Family', 'standard NDAMSv4_A100Family'],
  ['standardNCADSH100v5Family', 'StandardNCadsH100v5Family'],
  ['standardNDv5H100Family', 'standardNDSH100v5Family'],
];

const sizes = observeVmSizes(
  families.map(([, family], at) => ({ name: `Standard_${at}`, family, vCPUs: 4 })),
);

const demandFor = (vmSize: string, vmPriority: QuotaDemand['vmPriority']): QuotaDemand => ({
  vmSize,
  vmPriority,
  location: 'eastus',
  computeType: 'AmlCompute',
  nodes: { atOnce: 0, needed: 1, atMost: 2 },
  has: { vmSize, nodes: 0 },
  isNew: true,
  field: 'vmSize',
});

it.each<UsageShape>(['real', 'documented'])(
  'each of 30 families is counted by its own lines, in either tier, as %s usages name them',
  (shape) => {
    // Of each another limit, so that a line that is taken for another one shows.
    const usages = observeUsages(
      families.flatMap(([name], at) => [
        usageBody({ name, used: at, limit: 100 + at }, shape),
        usageBody({ name, low: true, used: at, limit: 500 + at }, shape),
      ]),
    );
    const known = { usages, readAt: new Date(), sizes, held: nothingHeld };
    const limits = families.map((_family, at) =>
      (['DEDICATED', 'LOW_PRIORITY'] as const).map((vmPriority) => {
        const lines = quotaLines(demandFor(`standard_${at}`, vmPriority), known, {
          workspaceKey: null,
          computeKey: null,
        });
        return lines.find(({ scope }) => scope === 'VM_FAMILY')?.limit;
      }),
    );
    expect(families).toHaveLength(30);
    expect(limits).toEqual(families.map((_family, at) => [100 + at, 500 + at]));
  },
);

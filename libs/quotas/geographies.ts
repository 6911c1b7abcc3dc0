/** Azure's geographies and their public regions (docs/azure-facts.md#regions): data that shall not leave one stays within its regions. */
const geographies: readonly (readonly string[])[] = [
  ['asia pacific', 'eastasia', 'southeastasia'],
  ['australia', 'australiacentral', 'australiacentral2', 'australiaeast', 'australiasoutheast'],
  ['austria', 'austriaeast'],
  ['belgium', 'belgiumcentral'],
  ['brazil', 'brazilsouth', 'brazilsoutheast'],
  ['canada', 'canadacentral', 'canadaeast'],
  ['chile', 'chilecentral'],
  ['denmark', 'denmarkeast'],
  ['europe', 'northeurope', 'westeurope'],
  ['france', 'francecentral', 'francesouth'],
  ['germany', 'germanynorth', 'germanywestcentral'],
  ['india', 'centralindia', 'southindia', 'westindia', 'jioindiacentral', 'jioindiawest'],
  ['indonesia', 'indonesiacentral'],
  ['israel', 'israelcentral'],
  ['italy', 'italynorth'],
  ['japan', 'japaneast', 'japanwest'],
  ['korea', 'koreacentral', 'koreasouth'],
  ['malaysia', 'malaysiawest'],
  ['mexico', 'mexicocentral'],
  ['new zealand', 'newzealandnorth'],
  ['norway', 'norwayeast', 'norwaywest'],
  ['poland', 'polandcentral'],
  ['qatar', 'qatarcentral'],
  ['south africa', 'southafricanorth', 'southafricawest'],
  ['spain', 'spaincentral'],
  ['sweden', 'swedencentral', 'swedensouth'],
  ['switzerland', 'switzerlandnorth', 'switzerlandwest'],
  ['united arab emirates', 'uaecentral', 'uaenorth'],
  ['united kingdom', 'uksouth', 'ukwest'],
  [
    'united states',
    'centralus',
    'eastus',
    'eastus2',
    'northcentralus',
    'southcentralus',
    'westcentralus',
    'westus',
    'westus2',
    'westus3',
  ],
];

const byRegion = new Map(
  geographies.flatMap(([, ...regions]) => regions.map((region) => [region, regions] as const)),
);

/** The regions of a region's geography, itself first; itself alone where its geography is not known. */
export const regionsBeside = (location: string): readonly string[] => [
  location,
  ...(byRegion.get(location) ?? []).filter((region) => region !== location),
];

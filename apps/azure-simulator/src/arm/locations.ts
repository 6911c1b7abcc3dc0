import { ArmRefusal } from './arm-error.js';

/** The regions there are: name to display name. */
export const locations: Readonly<Record<string, string>> = {
  australiaeast: 'Australia East',
  brazilsouth: 'Brazil South',
  canadacentral: 'Canada Central',
  centralindia: 'Central India',
  centralus: 'Central US',
  centraluseuap: 'Central US EUAP',
  eastasia: 'East Asia',
  eastus: 'East US',
  eastus2: 'East US 2',
  eastus2euap: 'East US 2 EUAP',
  francecentral: 'France Central',
  germanywestcentral: 'Germany West Central',
  italynorth: 'Italy North',
  japaneast: 'Japan East',
  japanwest: 'Japan West',
  koreacentral: 'Korea Central',
  northcentralus: 'North Central US',
  northeurope: 'North Europe',
  norwayeast: 'Norway East',
  polandcentral: 'Poland Central',
  qatarcentral: 'Qatar Central',
  southafricanorth: 'South Africa North',
  southcentralus: 'South Central US',
  southeastasia: 'Southeast Asia',
  swedencentral: 'Sweden Central',
  switzerlandnorth: 'Switzerland North',
  uaenorth: 'UAE North',
  uksouth: 'UK South',
  ukwest: 'UK West',
  westcentralus: 'West Central US',
  westeurope: 'West Europe',
  westus: 'West US',
  westus2: 'West US 2',
  westus3: 'West US 3',
};

/** ARM takes `West US 2` and `westus2` for the same region and answers the latter. */
export const normaliseLocation = (location: string): string =>
  location.toLowerCase().replaceAll(' ', '');

/** The region of a location-level operation in ARM's spelling; refuses one that does not exist. */
export function locationOf(location: string, type: string): string {
  if (isLocation(location)) return normaliseLocation(location);
  throw new ArmRefusal(400, {
    code: 'NoRegisteredProviderFound',
    message: `No registered resource provider found for location '${location}' and type '${type}' in namespace 'Microsoft.MachineLearningServices'. The supported locations are '${Object.keys(locations).join(', ')}'.`,
  });
}

export const isLocation = (location: string): boolean => normaliseLocation(location) in locations;

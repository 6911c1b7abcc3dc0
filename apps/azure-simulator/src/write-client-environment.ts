import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SimulatorAddress } from './simulator-address.js';

/** Writes `client.env` into the state directory: what a process needs in its environment to take this for Azure. */
export function writeClientEnvironment(directory: string, address: SimulatorAddress): void {
  const variables = {
    AZURE_CLOUD: 'AzureCloud',
    AZURE_ARM_ENDPOINT: address.armEndpoint,
    AZURE_RETAIL_PRICES_ENDPOINT: address.armEndpoint,
    AZURE_SUBSCRIPTION_ID: address.subscriptionId,
    IDENTITY_ENDPOINT: address.identityEndpoint,
    IDENTITY_HEADER: address.identityHeader,
    NODE_EXTRA_CA_CERTS: resolve(address.caFile),
    // No proxy reaches another machine's loopback.
    NO_PROXY: '127.0.0.1,localhost',
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(join(directory, 'client.env'), lines.join(''), { mode: 0o600 });
}

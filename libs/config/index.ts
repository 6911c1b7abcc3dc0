export { ConfigError, readConfig, type Config } from './read-config.js';
export { settings, type DocumentedVariable } from './settings.js';
export { childEnvironment } from './child-environment.js';
export type { AzureAccess, AzureCredential } from './azure-access.js';
export type { PricesSettings } from './read-prices.js';

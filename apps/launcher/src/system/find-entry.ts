import { findBuilt } from '../processes/find-built.js';

/** The compiled main file of an app. */
export const findEntry = (app: 'api' | 'worker' | 'azure-simulator'): string =>
  findBuilt(`apps/${app}/src/main.js`);

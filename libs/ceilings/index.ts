export { ceilingOf } from './ceiling-of.js';
export { rememberVCpus, type FindVCpus } from './remember-v-cpus.js';
export { standingSettings } from './standing-settings.js';
export { weighComputes, type WeighDependencies } from './weigh-computes.js';

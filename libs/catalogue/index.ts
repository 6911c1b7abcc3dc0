export { catalogue, submitting, type CatalogueDeps } from './catalogue.js';
export * from './verbs.js';

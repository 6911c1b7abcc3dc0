export { catalogue, type CatalogueDeps } from './catalogue.js';
export * from './verbs.js';

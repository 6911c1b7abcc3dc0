export { catalogue, type CatalogueDeps } from './catalogue.js';

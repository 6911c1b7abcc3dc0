export { listPods, type Pod } from './list-pods.js';

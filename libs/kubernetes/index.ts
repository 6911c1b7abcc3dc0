export { listPods, type Pod } from './list-pods.js';
export { whyNotUsable } from './read-kubeconfig.js';

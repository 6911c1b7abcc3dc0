export { listPods } from './list-pods.js';
export { whyNotUsable } from './read-kubeconfig.js';

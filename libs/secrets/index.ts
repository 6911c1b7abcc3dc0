export { openSecretFiles } from './read-secret-file.js';

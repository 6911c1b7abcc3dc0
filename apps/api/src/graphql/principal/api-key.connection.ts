import { connectionType } from '../relay/node.types.js';
import { ApiKeyObject } from './principal.types.js';

export const ApiKeyConnection = connectionType('ApiKey', () => ApiKeyObject);

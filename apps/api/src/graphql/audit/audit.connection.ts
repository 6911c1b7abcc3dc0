import { connectionType } from '../relay/node.types.js';
import { AuditEventObject } from './audit.types.js';

export const AuditEventConnection = connectionType('AuditEvent', () => AuditEventObject);

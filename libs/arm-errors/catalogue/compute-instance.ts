import type { ArmErrorRule } from './rule.js';

export const computeInstanceRules: readonly ArmErrorRule[] = [
  {
    // Seen in public inside an outer BadRequest, with what the script printed.
    code: 'SETUP_FAILED',
    armCodes: ['setupscriptserror'],
    cause: 'setup',
    retry: 'NEVER',
    remedy:
      'Read what the script printed and mend the script. A startup script runs again at the next restart; a creation script runs only once: delete the instance and create it again.',
  },
  {
    code: 'InvalidInstanceState',
    codePattern: /OnlyAllowedIn\w+State$/i,
    cause: 'request',
    retry: 'LATER',
    remedy:
      'The instance is in another state than this needs: wait until it has come to rest, then retry.',
  },
  {
    code: 'InstanceDiskFull',
    text: /not allowed when ComputeInstance disk is full|disk (?:of the instance )?is full/i,
    cause: 'setup',
    retry: 'LATER',
    remedy:
      'Free space on the disk of the instance (terminal, or SSH); where it cannot be reached any more, delete it and create it again. Files of the workspace stay.',
  },
  {
    code: 'InstanceTimedOut',
    text: /compute instance\b.*\btimed out for operation/is,
    cause: 'fault',
    retry: 'LATER',
    remedy:
      'Azure gave up waiting for the instance: try again, and look at its network if it stays so.',
  },
  {
    code: 'SshKeyOfAnotherUser',
    text: /setting ssh key\b.*\bon behalf of another user/is,
    cause: 'request',
    retry: 'NEVER',
    remedy:
      'An instance for another user is created without a key: leave it out. The user sets one once the instance stands.',
  },
  {
    code: 'InvalidSshPublicKey',
    text: /not a valid ssh public key|ssh\.publicKeys\S* is invalid/i,
    cause: 'request',
    retry: 'NEVER',
    remedy:
      'Give the public key itself, whole and on one line, as it stands in a .pub file (ssh-rsa AAAA…), not its path and no private key.',
  },
  {
    code: 'AssignedUserNotFound',
    text: /assigned ?user\b.*\b(?:not found|does not exist|could not be found|invalid)|user with object ?id\b.*\b(?:not found|does not exist)|objectId\b.*\bnot found in tenant/is,
    cause: 'request',
    retry: 'NEVER',
    remedy:
      "Entra does not know the user the instance is for: check assignedUser's object id and tenant id.",
  },
];

import { describe, expect, it } from 'vitest';
import { causeOf } from './apply-rule.js';
import { mapErrorBody } from './map-error-body.js';
import { mapProvisioningErrors } from './map-provisioning-errors.js';

const taken =
  "Compute name 'cpu' is not available. Reason: AlreadyExists. Message: The specified name cpu is already in use and is therefore unavailable";

const map = (code: string | undefined, message: string) =>
  mapErrorBody({ error: { ...(code && { code }), message } }, { fallbackCode: 'Conflict' });

describe('a conflict for good', () => {
  it.each([
    ['Conflict', taken],
    ['BadRequest', taken],
    [undefined, taken],
    ['UserError', 'Compute with this name already exists. Names are unique in a region.'],
    ['Conflict', "The name 'ws' is already taken by another workspace. Please try another name."],
    ['Conflict', 'A vault with the same name already exists in deleted state.'],
    ['ResourceAlreadyExists', 'whatever it says'],
    ['NameNotAvailable', 'whatever it says'],
    ['ComputeNameAlreadyExists', 'whatever it says'],
    ['WorkspaceAlreadyExists', 'whatever it says'],
    ['StorageAccountAlreadyTaken', 'whatever it says'],
    ['ResourceNameAlreadyInUse', 'whatever it says'],
    ['AccountNameTaken', 'whatever it says'],
    ['Conflict', 'The name cpu is not unique in the region.'],
    ['Conflict', 'A compute named cpu exists already in another workspace.'],
    ['Conflict', 'There is already a compute with that name.'],
    ['Conflict', 'Duplicate compute name cpu.'],
    ['Conflict', taken.replace("'cpu'", "'in progress'")],
  ])('%s: %s', (code, message) => {
    const error = map(code, message);
    expect(error).toMatchObject({ code: 'ALREADY_EXISTS', message, retry: 'NEVER' });
    expect(error.remedy).toContain('Choose another name');
    expect(causeOf(error)).toBe('request');
  });

  it('a name that Azure does not take', () => {
    const message = "Compute name '1cpu' is not available. Reason: Invalid. Message: must start";
    expect(map('Conflict', message)).toMatchObject({ code: 'InvalidName', retry: 'NEVER' });
  });

  it.each([
    ['PropertyChangeNotAllowed', 'whatever it says'],
    ['Conflict', 'Cannot change vmSize of an existing compute.'],
    ['BadRequest', 'The identity cannot be changed after creation.'],
    ['Conflict', 'The property subnet is immutable.'],
  ])('a property that cannot change: %s: %s', (code, message) => {
    const advice = { code: 'PropertyChangeNotAllowed', message, retry: 'NEVER' };
    expect(map(code, message)).toMatchObject(advice);
  });

  it('a name that a deleted workspace holds', () => {
    expect(map('Conflict', 'Soft-deleted workspace exists. Please purge it.')).toMatchObject({
      code: 'SoftDeletedWorkspaceExists',
      retry: 'NEVER',
      remedy: expect.stringContaining('Purge') as string,
    });
  });
});

describe('a conflict that passes by itself', () => {
  it.each([
    ['Conflict', 'Cannot modify it because another operation is in progress.'],
    ['Conflict', 'Conflict of operation, another operation on same entity is already running.'],
    ['ConflictError', 'An operation that requires exclusive access is under way.'],
    ['ConflictError', 'The resource changed. Please try again later.'],
    ['Conflict', "The compute 'cpu' already exists and is being deleted. Try again then."],
    ['Conflict', 'The workspace is in deprovisioning state.'],
    ['Conflict', 'Resource not in terminal state.'],
    ['Conflict', "The compute is being deleted, and one with the name 'cpu' already exists."],
    ['Conflict', 'An active operation already exists for the compute cpu.'],
    ['Conflict', 'A deployment with this name already exists and is still running.'],
    ['Conflict', "It cannot be updated while its provisioning state is 'Updating'."],
    ['Conflict', "The workspace 'ws' is in 'Deleting' state."],
    ['Conflict', 'The resource is locked by another process.'],
    ['UserError', 'The cluster is being resized by another operation.'],
    ['PessimisticConcurrencyConflict', 'x'],
    ['AnotherOperationInProgress', 'x'],
    ['ResourceGroupBeingDeleted', 'x'],
    ['RetryableErrorDueToAnotherOperation', 'x'],
  ])('%s: %s', (code, message) => {
    const error = map(code, message);
    expect(causeOf(error)).toBe('busy');
    expect(error).toMatchObject({ message, retry: 'LATER', remedy: expect.any(String) as string });
  });
});

describe('what nobody knows', () => {
  it('has one advice, at the poll URL and on the resource', () => {
    for (const [code, retry] of [
      ['VnetTooSmall', 'LATER'],
      ['Conflict', 'LATER'],
      ['ValidationError', 'NEVER'],
      ['InvalidSubnet', 'NEVER'],
    ] as const) {
      const error = { code, message: 'in words that are new' };
      const atPollUrl = mapErrorBody({ error }, { fallbackCode: 'x', fallbackRetry: 'byCode' });
      const remedy = expect.stringMatching(/message/) as string;
      expect(atPollUrl).toEqual({ ...error, retry, remedy });
      const body = { properties: { provisioningErrors: [{ error }] } };
      expect(mapProvisioningErrors(body)).toEqual([atPollUrl]);
    }
  });
});

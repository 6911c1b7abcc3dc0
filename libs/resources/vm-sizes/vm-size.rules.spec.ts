import { expect, it } from 'vitest';
import { said } from '../../../test/support/said.js';
import { checkVmSize } from './vm-size.rules.js';

it.each([
  ['STANDARD_D3_V2', true],
  ['Standard_NC6', true],
  ['Standard_D4ds_v5', true],
  ['D3_V2', false],
  ['Standard_', false],
  ['Standard_D3 V2', false],
])('size %j: %s', (size, fine) => {
  expect(said(checkVmSize(size))).toEqual(fine ? [] : ['SIZE_NOT_SUPPORTED input.vmSize']);
});

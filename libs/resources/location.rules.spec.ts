import { expect, it } from 'vitest';
import { said } from '../../test/support/said.js';
import { checkLocation } from './location.rules.js';

it.each([
  ['eastus', true],
  ['West US 2', true],
  ['', false],
  ['east/us', false],
])('region %j: %s', (location, fine) => {
  expect(said(checkLocation(location))).toEqual(
    fine ? [] : ['LOCATION_NOT_SUPPORTED input.location'],
  );
});

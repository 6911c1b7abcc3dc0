/**
 * The api-versions of what Resource Manager answers itself (Microsoft.Resources). Among them 2021-04-01 and 2022-09-01,
 * which Debian's az asks groups, resources and providers with.
 */
export const resourceManagerVersions = [
  '2024-07-01',
  '2025-04-01',
  '2024-11-01',
  '2022-09-01',
  '2021-04-01',
  '2020-10-01',
  '2020-06-01',
  '2019-10-01',
  '2018-05-01',
  '2016-06-01',
] as const;

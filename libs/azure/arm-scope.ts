/** Clouds that issue tokens for their own endpoint. */
const clouds = [
  'management.azure.com',
  'management.usgovcloudapi.net',
  'management.chinacloudapi.cn',
];

/**
 * The scope to ask tokens for. Azure's clouds want their own endpoint's; anything else (a simulator, a proxy) stands in
 * for public Azure and takes tokens for that, as its identity endpoint knows no other resource.
 */
export function armScope(endpoint: string): string {
  const { hostname } = new URL(endpoint);
  return `https://${clouds.includes(hostname) ? hostname : clouds[0]}/.default`;
}

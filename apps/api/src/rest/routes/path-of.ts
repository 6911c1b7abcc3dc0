/** The path of an address as routes are found by it: letters that are encoded are letters, an encoded slash is none. */
export function pathOf(url: string): string {
  const [path = ''] = url.split('?');
  return path.replaceAll(/%(?!2f)[0-7][\da-f]/gi, (encoded) => decodeURIComponent(encoded));
}

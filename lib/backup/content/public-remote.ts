/** The address of a remote without user, password or token, so that it may stand on pages and in manifests. */
export function publicRemote(address: string): string {
  const [place = ''] = address.split(/[?#]/, 1);
  const url = /^([a-z][a-z0-9+.-]*:\/\/)([^/]*@)?(.*)$/is.exec(place);
  if (url) return `${url[1]}${url[3]}`;
  // The short form of SSH, user@host:path.
  return place.replace(/^[^/]*@/, '');
}

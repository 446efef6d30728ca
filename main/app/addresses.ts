/** The page's own origin. A scheme of our own in place of file://, which would let the page name any file. */
export const appScheme = 'app';
export const appHost = 'lumisift';
export const appPage = `${appScheme}://${appHost}/index.html`;

/** Whether an address is a page of this app. (`URL.origin` is 'null' for schemes of one's own.) */
export function isAppAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return protocol === `${appScheme}:` && host === appHost;
}

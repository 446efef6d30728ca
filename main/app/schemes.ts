import { protocol } from 'electron';
import { photoScheme } from '../../preload/contract/api.ts';
import { appScheme } from './addresses.ts';

/** Makes the app's two schemes known to Chromium. Before `ready`, or not at all. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true } },
    // No CORS and no fetch: photos are shown, never read by the page.
    { scheme: photoScheme, privileges: { standard: true, secure: true, stream: true } },
  ]);
}

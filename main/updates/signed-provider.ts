import updater, { type Provider, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import { parseUpdateInfo, type ProviderRuntimeOptions, resolveFiles } from 'electron-updater/out/providers/Provider.js';
import { type UpdateHttp, untrusted } from './http.ts';
import { isSigned } from './signature.ts';

export interface Source {
  /** The folder with the manifests, e.g. `https://host/releases`. */
  readonly url: string;
  readonly keys: readonly string[];
  readonly http: UpdateHttp;
}

/** As electron-updater makes one. */
type SignedProviderClass = new (
  options: unknown,
  updater: unknown,
  runtimeOptions: ProviderRuntimeOptions,
) => Provider<UpdateInfo>;

/**
 * electron-updater's generic address, with a signature over the manifest: `latest-linux.yml` is read, then `latest-linux.yml.sig`,
 * and a manifest that none of the app's keys signed is not even parsed. The manifest names each file's SHA-512, so
 * whoever holds the server, the line or the certificate can offer no other file. (A mark of the publisher on Windows and macOS
 * is checked by the system besides.)
 */
export function signedProvider({ url, keys, http }: Source): SignedProviderClass {
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  return class SignedProvider extends updater.Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtimeOptions: ProviderRuntimeOptions) {
      super(runtimeOptions);
    }

    async getLatestVersion(): Promise<UpdateInfo> {
      const name = `${this.getDefaultChannelName()}.yml`;
      const read = (file: string) => {
        const { protocol, hostname, port, pathname } = new URL(file, base);
        return http.request({ protocol, hostname, port, path: pathname });
      };
      const manifest = await read(name);
      if (!isSigned({ name, text: manifest }, await read(`${name}.sig`), keys))
        throw untrusted('its manifest is not signed by those who make Lumisift');
      return parseUpdateInfo(manifest, name, new URL(name, base));
    }

    resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
      return resolveFiles(info, base);
    }
  };
}

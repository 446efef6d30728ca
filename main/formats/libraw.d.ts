/** The parts of LibRaw that we use, as the module of libraw-wasm has them: the package describes only its own door, for pages. */
declare module 'libraw-wasm/dist/libraw.js' {
  export interface LibrawPicture {
    readonly width: number;
    readonly height: number;
    readonly colors: number;
    readonly bits: number;
    readonly data: Uint8Array;
  }
  export interface LibrawModule {
    readonly LibRaw: new () => {
      /** @throws what C++ throws, which is no Error */
      open(
        bytes: Uint8Array,
        settings: { halfSize: boolean; useCameraWb: boolean; outputColor: number; outputBps: number },
      ): void;
      imageData(): LibrawPicture;
      delete(): void;
    };
  }
  export default function createLibraw(options: {
    print: (line: string) => void;
    printErr: (line: string) => void;
    instantiateWasm(
      imports: Record<string, Record<string, object>>,
      onInstance: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
  }): Promise<LibrawModule>;
}

/** libjxl's decoder, compiled by the makers of Squoosh and kept by jSquash. */
declare module '@jsquash/jxl/codec/dec/jxl_dec.js' {
  export interface Libjxl {
    /** RGBA in sRGB, 8 bits; null for what can't be decoded. */
    decode(bytes: Uint8Array): { data: Uint8ClampedArray; width: number; height: number } | null;
  }
  export default function createLibjxl(options: {
    noInitialRun: boolean;
    print(text: string): void;
    printErr(text: string): void;
    instantiateWasm(imports: Record<string, object>, onInstance: (instance: WebAssembly.Instance) => void): object;
  }): Promise<Libjxl>;
}

/** The part of WebAssembly's JavaScript interface that matrix.ts and jxl-worker.ts use: neither lib.es nor Node's types declare it. */
declare namespace WebAssembly {
  class Memory {
    constructor(limits: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
    /** @param pages of 64 KB */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, object>);
    readonly exports: Record<string, unknown>;
  }
}

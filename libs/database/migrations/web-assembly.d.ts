/** The part of Node's WebAssembly that is used here: its types come with the DOM library only. */
declare namespace WebAssembly {
  function instantiate(
    code: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: { __wbindgen_start: () => void } } }>;
}

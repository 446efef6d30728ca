/** A small picture as an address: the page may load no others than the library's and these. */
export function jpegDataUrl(bytes: Uint8Array): string {
  let binary = '';
  // A call takes some 10^5 arguments, not more.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:image/jpeg;base64,${btoa(binary)}`;
}

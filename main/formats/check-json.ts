import { mostDepth, mostValues, PastLimit } from './limits.ts';

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/**
 * Looks over JSON before it is parsed: what is made of 4 MB of `[[],[],` takes hundreds of megabytes.
 * @param most values; Infinity for what the person's own library wrote, which is limited by its bytes
 * @throws PastLimit when it is nested too deep or holds too many values
 */
export function checkJson(json: string, most = mostValues): void {
  let depth = 0;
  let values = 1;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (isInString) {
      if (code === backslash) at++;
      else if (code === quote) isInString = false;
    } else if (code === quote) isInString = true;
    else if (opening.has(code)) {
      values++;
      if (++depth > mostDepth) throw new PastLimit(`it is nested more than ${mostDepth} deep`);
    } else if (closing.has(code)) depth--;
    else if (code === comma && ++values > most) throw new PastLimit(`it has more than ${most} values`);
  }
}

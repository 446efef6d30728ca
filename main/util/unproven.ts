/**
 * What a hotel's network does to HTTPS before somebody logs in, a clock that is wrong, a proxy that reads along: the server could not
 * prove who it is.
 * @param code of an error of Node's TLS
 */
export function isUnproven(code: string): boolean {
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|^EPROTO$/.test(code);
}

/** The code of an error, or of what caused it. */
export function codeOf(error: unknown): string {
  const own = ownCode(error) ?? ownCode(error instanceof Error ? error.cause : undefined);
  return own ?? '';
}

function ownCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/**
 * How far a zone's clock was from UTC when it showed this.
 * @param zone of the IANA tz database, e.g. `Europe/Lisbon`
 * @param wallMs as if it were UTC
 * @returns minutes east of Greenwich, undefined for no zone
 */
export function offsetInZone(zone: string, wallMs: number): number | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  const at = (ms: number): number => {
    const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /^GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
  // The offset of nearly that moment, and then of the moment itself.
  return at(wallMs - at(wallMs) * 60_000);
}

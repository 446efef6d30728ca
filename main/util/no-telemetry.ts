/**
 * [Note: No telemetry] From 1.29 on, ONNX Runtime's own builds for Linux and macOS send what is run on them to Microsoft, and keep an id
 * of the machine in the person's cache folder, unless this variable is set before the first session is made (measured with 1.30: nothing
 * is written or sent then). Windows' build writes events for Windows' own diagnostics, and has no such switch.
 */
export const noTelemetry = { ORT_DISABLE_TELEMETRY: '1' } as const;

/** For this process, and those that it starts. In a thread it would be too late: the variable is read from the process's own. */
export function forbidTelemetry(): void {
  Object.assign(process.env, noTelemetry);
}

import { app } from 'electron';

/**
 * Whether Chromium's sandbox is around the window: not for `root`, whom it refuses, and not where an AppImage is started on a
 * system that is `forbidden` to give user namespaces to programs that it does not know (its launcher then switches it off).
 */
export type SandboxState = 'on' | 'root' | 'forbidden';

export function sandboxState(): SandboxState {
  if (!app.commandLine.hasSwitch('no-sandbox')) return 'on';
  return process.getuid?.() === 0 ? 'root' : 'forbidden';
}

/** What to do about it, for the log; the window says it in the person's language. */
export const sandboxAdvice: Readonly<Record<Exclude<SandboxState, 'on'>, string>> = {
  root: 'without the sandbox, because root started it: start Lumisift as an ordinary user',
  forbidden:
    'without the sandbox, because this system forbids user namespaces: install the deb package, or allow them ' +
    '(sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0)',
};

/** What Vite lowers the app's code for: Electron 33, the oldest that runs it, is Node 20.18 (which has no `using`) and Chromium 130. */
export const oldestTargets = { node: 'node20', page: 'chrome130' } as const;

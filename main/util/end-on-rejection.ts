/**
 * Ends this process when a promise fails and nobody listens, as Node does by itself. In Electron's utility processes that is only
 * a warning since version 37 ("Fixed an issue where utility processes crashed on unhandled rejections", #45921): a process
 * whose state nobody knows any more would go on answering. Its host starts it again. Whoever listens for uncaught
 * exceptions hears of it in place of the end, as in Node.
 */
export function endOnRejection(name: string): void {
  process.on('unhandledRejection', (reason) => {
    console.error(`${name}: a promise failed and nobody listened:`, reason);
    if (process.listenerCount('uncaughtException') > 0) throw reason;
    process.exit(1);
  });
}

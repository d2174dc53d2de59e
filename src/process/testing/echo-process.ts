/** Sends every message back; exits when its parent closes the channel. */
process.on('message', (message) => process.send?.(message));
process.on('disconnect', () => {
  process.stderr.write('disconnected', () => process.exit(0));
});

export default {
  files: ['dist/**/*.test.js'],
  // cap uses libuv's default loop and aborts in a worker thread.
  workerThreads: false,
  // One file at a time: labs want the cores to themselves, and a test compares the whole machine before and after a lab.
  concurrency: 1,
  timeout: '3m',
  // Under sudo a cache in node_modules would be root's.
  cache: false,
};

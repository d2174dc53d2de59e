export default {
  files: ['dist/**/*.test.js'],
  // cap uses libuv's default loop and aborts in a worker thread.
  workerThreads: false,
  // One file at a time: labs want the cores to themselves, and a test compares the whole machine before and after a lab.
  concurrency: 1,
  // Without a word from any test. For one that hangs: on a busy machine a lab takes many times what it takes alone.
  timeout: '5m',
  // Under sudo a cache in node_modules would be root's.
  cache: false,
};

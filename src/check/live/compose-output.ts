/**
 * Returns whether Compose failed because the engine refused a request, by what it prints (2.40.3 and 1.29.2). Version 1
 * prints what the engine says of a network without an introduction: that is not recognized.
 */
export const tellsRefusal = (stderr: string): boolean =>
  /Error response from daemon: |^ERROR: for .* Cannot (?:create|start) service /m.test(stderr);

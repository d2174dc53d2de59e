/** The environment variable with this process's time scale, which its children inherit. */
export const timeScaleVariable = 'DOCKNET_TIME_SCALE';

/** By how much time limits are longer than on a machine of today: more than 1 in a virtual machine. */
const timeScale = Math.max(1, Number(process.env[timeScaleVariable]) || 1);

/** Returns a time limit in milliseconds, scaled to how fast this machine is. */
export const scaleMs = (limitMs: number): number => limitMs * timeScale;

/** The largest scale of answers: the kernel handles a packet within milliseconds even where programs start late. */
const maxAnswerScale = 4;

/**
 * Returns a limit for an answer from the network, in milliseconds, to which `scaleMs` is applied. The checks' limits
 * where silence is expected add up to four minutes: with the whole scale, an emulated run would wait for 40.
 */
export const answerLimitMs = (limitMs: number): number => limitMs * Math.min(1, maxAnswerScale / timeScale);

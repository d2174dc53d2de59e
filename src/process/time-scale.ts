/** The environment variable with this process's time scale, which its children inherit. */
export const timeScaleVariable = 'DOCKNET_TIME_SCALE';

/** By how much time limits are longer than on a machine of today: more than 1 in a virtual machine. */
const timeScale = Math.max(1, Number(process.env[timeScaleVariable]) || 1);

/** Returns a time limit in milliseconds, scaled to how fast this machine is. */
export const scaleMs = (limitMs: number): number => limitMs * timeScale;

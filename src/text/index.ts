/** How times and foreign text are written for people, in the terminal and on pages. Pure. */
export { areaOf } from './check-id.js';
export { formatDuration, formatInterval, formatOffset, formatTime } from './time.js';
export { escapeControls } from './escape.js';

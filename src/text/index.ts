/** How times and foreign text are written for people, in the terminal and on pages, and how texts are read. Pure. */
export { areaOf } from './check-id.js';
export { formatDuration, formatInterval, formatOffset, formatTime } from './time.js';
export { ipv6Groups, isInIpv6Subnet, linkLocal } from './ipv6.js';
export { clip } from './clip.js';
export { escapeControls } from './escape.js';

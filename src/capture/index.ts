/** The recorder and its recordings. Loads no native code: cap is loaded in the recorder's own process. */
export { startRecorder } from './recorder.js';
export type { ActiveRecording, Recorder } from './recorder.js';
export { RecorderError } from './recorder-error.js';
export type { RecorderErrorCode } from './recorder-error.js';
export type { RecordingEvent, RecordingRequest } from './recorder-messages.js';
export { readFramesByTime, surveyRecording } from './in-order.js';
export type { Survey } from './in-order.js';
export { readFrames, readRecording } from './pcapng-reader.js';
export { annotateFile } from './annotate.js';
export { AnnotatedCopy } from './annotated-copy.js';
export type { FrameNote } from './annotated-copy.js';
export { ForeignFileError } from './pcapng-block-reader.js';
export { chooseRingBytes } from './ring.js';
export { Slab } from './slab.js';
export { RecordingTail } from './tail.js';
export type { RawFrame, Point, PointStatistics, Recording, RecordingSummary, UnprovenPoint } from './types.js';

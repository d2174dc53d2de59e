/** The recorder and its recordings. cap, the native code, is loaded by the recorder's own process alone. */
export { startRecorder, type ActiveRecording, type Recorder } from './recorder/recorder.js';
export {
  chooseRingBytes,
  RecorderError,
  type RecorderErrorCode,
  type RecordingEvent,
  type RecordingRequest,
} from './recorder/protocol.js';
export { readFrames, readRecording, RecordingTail } from './pcapng/reader.js';
export { readFramesByTime, Slab, surveyRecording, type RecordingSurvey } from './pcapng/frames-by-time.js';
export { ForeignFileError } from './pcapng/block-reader.js';
export { AnnotatedCopy, annotateFile } from './pcapng/annotated-copy.js';
export type { FrameNote } from './pcapng/block-batch.js';
export type { Point, PointStatistics, RawFrame, Recording, RecordingSummary, UnprovenPoint } from './types.js';

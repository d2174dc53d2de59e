export { listAddressNames, nameAddresses } from './address-names.js';
export { describeBehaviour } from './behaviour.js';
export {
  createEvidenceReader,
  isJudgeable,
  locateEvidence,
  makeEvidenceDirectory,
  nameEvidence,
  readEvidence,
  writeEvidence,
  type EvidenceReader,
  type RouterListings,
  type TopologyFile,
} from './files.js';
export {
  joinRecording,
  orderPoints,
  streamJourneys,
  type JoinedFrames,
  type JoinedRecording,
} from './join-recording.js';
export { annotateRecording, loadJourneys, locateJourneys, writeJourneys } from './journeys-file.js';

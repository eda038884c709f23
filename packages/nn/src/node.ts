// What reads and writes files, in Node; everything else is in '@adjoint/nn' and runs in browsers too.
export { checkpointFolder, type CheckpointOptions } from './files/checkpointFolder.ts';
export { type Checkpoints, checkpoints, type Found } from './files/checkpoints.ts';
export {
  loadModel,
  type NpyFile,
  openNpy,
  readCsv,
  readCsvBatches,
  readIdx,
  readMatlab,
  readNpy,
  readNpz,
  readSafetensors,
  saveModel,
} from './files/doors.ts';
export { fileBatches, type FileBatches } from './files/fileBatches.ts';
export { type FileSystem, fileSystem, type OpenFile } from './files/fileSystem.ts';
export { readBytes } from './files/readBytes.ts';
export { SaveError, type SaveStep } from './files/saveError.ts';
export { writeBytes } from './files/writeBytes.ts';

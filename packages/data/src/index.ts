export { type AugmentationOptions, augment, noAugmentation } from './augmentation.js';
export { type CelebaSet, readCeleba } from './celeba.js';
export { type ContactSheet, contactSheet } from './contact-sheet.js';
export { type CropSpecification, cropNames, cropOf } from './crop.js';
export { DecodePool, defaultDecodeThreads } from './decode-pool.js';
export type { DecodeProblem, DecodeReply, DecodeTask } from './decode-task.js';
export { epochOrder } from './epoch-order.js';
export { type FaceSet, type FacesSource, faceSets, findFaces } from './faces-source.js';
export { type IdentitySelection, selectIdentities } from './identity-selection.js';
export {
  type CropBox,
  decodeRgb,
  jpegFromSvg,
  maxPhotoPixels,
  photoSize,
  pngFromRgb,
  type RgbImage,
} from './image-codec.js';
export { type LfwSet, readLfw } from './lfw.js';
export { createLoader, type Loader } from './loader.js';
export type { LabelledPhoto, LoaderOptions } from './loader-options.js';
export { makeVerificationSet } from './make-verification-set.js';
export { type Manifest, readManifest } from './manifest.js';
export { type PreparedFaces, type PrepareFacesOptions, prepareFaces } from './prepare-faces.js';
export {
  drawProceduralFaces,
  type ProceduralOptions,
  proceduralFingerprint,
} from './procedural/draw-procedural-faces.js';
export { type SampleOptions, sampleBox } from './sample-box.js';
export { allocateSlab } from './slab.js';
export { type HoldOut, type IdentitySplit, splitIdentities } from './split-identities.js';
export type { PhotoProblem } from './unreadable-photos.js';
export type { VerificationPair, VerificationSet } from './verification-pair.js';

export { alignedFrame } from './alignment/aligned-frame.js';
export {
  type CropSpecification,
  cropNames,
  cropOf,
  defaultCrop,
  storedInSeen,
  storedSidePx,
} from './alignment/crop-specification.js';
export { paddedSquare } from './alignment/padded-photo.js';
export { photosInCommon, photosInCommonRule } from './checking/photos-in-common.js';
export type { Alterations } from './decoding/alter.js';
export { boxFrame, type CropFrame, wholePhoto, within } from './decoding/crop-frame.js';
export { DecodePool, defaultDecodeThreads } from './decoding/decode-pool.js';
export type { DecodeProblem, DecodeReply, DecodeTask, ImagePlace } from './decoding/decode-task.js';
export {
  animatePictures,
  decodeRgb,
  jpegFromRgb,
  jpegFromSvg,
  maxPhotoPixels,
  photoSize,
  pngFromRgb,
  pngFromSvg,
  type RgbImage,
  stackPictures,
} from './decoding/image-codec.js';
export { type SampleOptions, sampleFrame } from './decoding/sample-frame.js';
export { allocateSlab } from './decoding/slab.js';
export { type AugmentationOptions, augment, noAugmentation } from './loading/augmentation.js';
export { type ContactSheet, contactSheet } from './loading/contact-sheet.js';
export { type CroppedRecord, hasCrop, placeOfCrops } from './loading/crop-photos.js';
export { createLoader, type Loader } from './loading/loader.js';
export type { LabelledPhoto, LoaderOptions } from './loading/loader-options.js';
export { createMemoryLoader, type GreyImages, type MemoryLoaderOptions } from './loading/memory-loader.js';
export { type Sampler, samplerSchema } from './loading/samplers/sampler.js';
export type { PhotoProblem } from './loading/unreadable-photos.js';
export { writeEnlargedSet } from './preparation/enlarged-set.js';
export { type Manifest, readManifest } from './preparation/manifest.js';
export { type PreparedFaces, prepareFaces } from './preparation/prepare-faces.js';
export { openMnist, prepareMnist } from './preparation/prepare-mnist.js';
export { type PreparePhotosOptions, preparePhotos } from './preparation/prepare-photos.js';
export {
  drawProceduralFaces,
  type ProceduralOptions,
  proceduralFingerprint,
} from './procedural/draw-procedural-faces.js';
export { type IdentitySelection, selectIdentities } from './selection/identity-selection.js';
export { makeVerificationSet } from './selection/make-verification-set.js';
export { type HoldOut, type IdentitySplit, splitIdentities } from './selection/split-identities.js';
export { type PhotoSplit, splitPhotos } from './selection/split-photos.js';
export { type CelebaSet, readCeleba } from './sets/celeba.js';
export type { FacePhoto } from './sets/face-photo.js';
export { type FacesSource, faceSets, findFaces } from './sets/faces-source.js';
export { type CfpProtocol, readCfp } from './sets/formats/cfp.js';
export { type MnistSet, readMnistIdx } from './sets/formats/mnist-idx.js';
export { readVerificationBin } from './sets/formats/verification-bin.js';
export { type LfwSet, readLfw } from './sets/lfw.js';
export { findMnist, type Mnist, mnistClasses, mnistSidePx, readMnist } from './sets/mnist.js';
export { peopleInSeveralFolds } from './sets/pair-list/deal-folds.js';
export { defaultFolds, type PairList, readPairList } from './sets/pair-list/read-pair-list.js';
export { readSet } from './sets/read-set.js';
export { readVerificationBinSet, type VerificationBinSet } from './sets/verification-bin-set.js';
export type { VerificationPair, VerificationSet } from './sets/verification-pair.js';

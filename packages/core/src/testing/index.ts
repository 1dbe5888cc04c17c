export { readDamaged } from './damaged-files.js';
export { type SmallDisk, smallDisk } from './small-disk.js';

import { join } from 'node:path';

/** How an add-on is linked to TensorFlow's libraries of a folder, and finds them when it runs. */
export function linkerFlags(tensorflow: string, platform: string = process.platform): string[] {
  const found = `-Wl,-rpath,${tensorflow}`;
  if (platform !== 'darwin') {
    return [found, `-L${tensorflow}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'];
  }
  // Node's own functions are looked up when the add-on is loaded: Apple's linker wants to be told.
  const libraries = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'];
  return [found, '-undefined', 'dynamic_lookup', ...libraries.map(name => join(tensorflow, name))];
}

/** Compiles for the processor of this machine. */
export function processorFlag(architecture: string = process.arch): string {
  return architecture === 'arm64' ? '-mcpu=native' : '-march=native';
}

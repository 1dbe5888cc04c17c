import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ArcfaceError } from '@arcface-ts/core';
import { addonFolder, addonSources } from './addon-sources.js';
import { compilerName } from './compiler.js';
import { linkerFlags, processorFlag } from './compiler-flags.js';
import { lastLines, runProgram } from './run-program.js';

const require = createRequire(import.meta.url);

/**
 * Compiles tfjs-node's binding, from the sources that its npm package ships, against the libraries of a folder.
 * N-API 8 is stable: the built file runs on Node 20, 22 and 24.
 */
export function buildBinding(libraries: string, output: string): Promise<void> {
  const tfjs = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map(file => join(tfjs, 'binding', file));
  return compile('tfjs_binding', libraries, output, ['-O2', `-I${tfjs}`, ...sources]);
}

/**
 * Compiles our own add-on for the processor of this machine: its kernels are loops over memory, and the widest vectors halve
 * their time. No trap is ever taken on a comparison, which lets the compiler turn the branch of a PReLU into a blend.
 */
export async function buildAddon(libraries: string, output: string): Promise<void> {
  const sources = (await addonSources()).filter(file => file.endsWith('.cc')).map(file => join(addonFolder, file));
  const nodeAddonApi = dirname(require.resolve('node-addon-api/package.json'));
  const optimized = ['-O3', processorFlag(), '-fno-trapping-math', '-pthread'];
  const exceptions = ['-DNAPI_CPP_EXCEPTIONS', '-DNODE_ADDON_API_DISABLE_DEPRECATED'];
  const includes = [`-I${nodeAddonApi}`, `-I${addonFolder}`];
  return compile('arcface_addon', libraries, output, [...optimized, ...exceptions, ...includes, ...sources]);
}

/** One call of the compiler, with Node's headers from the npm package node-api-headers: node-gyp would download them. */
async function compile(name: string, libraries: string, output: string, flags: readonly string[]): Promise<void> {
  const { include_dir: nodeHeaders } = require('node-api-headers') as { include_dir: string };
  const tensorflow = join(libraries, 'tensorflow');
  const compiler = compilerName();
  const result = await runProgram(compiler, [
    ...['-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8', `-DNODE_GYP_MODULE_NAME=${name}`],
    ...[`-I${nodeHeaders}`, `-I${join(tensorflow, 'include')}`],
    ...flags,
    ...['-o', output],
    ...linkerFlags(tensorflow),
  ]);
  if (result.exitCode === 0) return;
  const place = `graph:native, building ${name}`;
  if (result.startError) {
    throw ArcfaceError.because({
      expected: 'a C++17 compiler',
      received: `${result.startError.code} for ${compiler}`,
      place,
      next: 'Install one (Debian, Ubuntu: apt-get install g++; macOS: xcode-select --install), or name yours in CXX.',
    });
  }
  throw ArcfaceError.because({
    expected: `${name} to compile`,
    received: `exit code ${result.exitCode} of ${compiler}:\n${lastLines(result.stderr, 20)}\n`,
    place,
    next: 'It needs g++ 9, clang 10 or newer: name another compiler in CXX.',
  });
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ArcfaceError } from '@arcface-ts/core';
import { lastLines, runProgram } from './run-program.js';

const require = createRequire(import.meta.url);

/** The compiler that the environment's CXX names, else g++ (clang++ on macOS). */
export function compilerName(environment = process.env, platform: string = process.platform): string {
  return environment['CXX'] || (platform === 'darwin' ? 'clang++' : 'g++');
}

/** First line of `g++ --version`, or undefined when there is no compiler. */
export async function compilerVersion(compiler = compilerName()): Promise<string | undefined> {
  const result = await runProgram(compiler, ['--version']);
  return result.exitCode === 0 ? result.stdout.split('\n')[0] : undefined;
}

/**
 * Compiles tfjs-node's binding, from the sources that its npm package ships, against the libraries of `folder`.
 * One call of the compiler, with Node's headers from the npm package node-api-headers: node-gyp would download them.
 * N-API 8 is stable: the built file runs on Node 20, 22 and 24.
 */
export async function buildBinding(libraries: string, output: string): Promise<void> {
  const tfjs = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const { include_dir: nodeHeaders } = require('node-api-headers') as { include_dir: string };
  const tensorflow = join(libraries, 'tensorflow');
  const mac = process.platform === 'darwin';
  const compiler = compilerName();
  const result = await runProgram(compiler, [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    ...[`-I${nodeHeaders}`, `-I${join(tensorflow, 'include')}`, `-I${tfjs}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map(file => join(tfjs, 'binding', file)),
    ...['-o', output, `-Wl,-rpath,${tensorflow}`],
    ...(mac
      ? [
          '-undefined',
          'dynamic_lookup',
          join(tensorflow, 'libtensorflow_cc.2.dylib'),
          join(tensorflow, 'libtensorflow_framework.2.dylib'),
        ]
      : [`-L${tensorflow}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2']),
  ]);
  if (result.exitCode === 0) return;
  if (result.startError) {
    throw ArcfaceError.because({
      expected: 'a C++17 compiler',
      received: `${result.startError.code} for ${compiler}`,
      place: 'graph:native, building the binding',
      next: 'Install one (Debian, Ubuntu: apt-get install g++; macOS: xcode-select --install), or name yours in CXX.',
    });
  }
  throw ArcfaceError.because({
    expected: 'the binding to compile',
    received: `exit code ${result.exitCode} of ${compiler}:\n${lastLines(result.stderr, 20)}\n`,
    place: 'graph:native, building the binding',
    next: 'It needs g++ 9, clang 10 or newer: name another compiler in CXX.',
  });
}

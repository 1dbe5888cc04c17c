import { expect, it } from 'vitest';
import { linkerFlags, processorFlag } from './compiler-flags.js';

it('links on Linux by the names of the libraries, which have no link without a number', () => {
  expect(linkerFlags('/tf', 'linux')).toEqual([
    '-Wl,-rpath,/tf',
    '-L/tf',
    '-l:libtensorflow_cc.so.2',
    '-l:libtensorflow_framework.so.2',
  ]);
});

it('links on macOS by the files, and leaves functions of Node open', () => {
  expect(linkerFlags('/tf', 'darwin')).toEqual([
    '-Wl,-rpath,/tf',
    '-undefined',
    'dynamic_lookup',
    '/tf/libtensorflow_cc.2.dylib',
    '/tf/libtensorflow_framework.2.dylib',
  ]);
});

it.each([
  ['x64', '-march=native'],
  ['arm64', '-mcpu=native'],
])('compiles for the processor of an %s machine', (architecture, flag) => {
  expect(processorFlag(architecture)).toBe(flag);
});

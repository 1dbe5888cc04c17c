import { availableParallelism } from 'node:os';
import { UsageError } from '@arcface-ts/core';
import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ConfigProtoSchema } from '../proto/config_pb.js';
import { encodeSessionConfig, type SessionOptions } from './session-config.js';

// All bytes were made by the Python modules that protoc generates from TensorFlow's own .proto files.

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const encoded = (options: SessionOptions, device: 'cpu' | 'gpu' = 'cpu'): string =>
  hex(encodeSessionConfig({ interOpThreads: 0, ...options }, device));

describe('encodeSessionConfig', () => {
  it('runs one op at a time on a CPU, and as many as TensorFlow likes on a GPU, when it is asked for nothing', () => {
    expect(hex(encodeSessionConfig({}, 'cpu'))).toBe('2801320220013801480152055203980101');
    expect(hex(encodeSessionConfig({}, 'gpu'))).toBe('32022001380152055203980101');
  });

  it('runs an op of each branch at once on a CPU, as far as there are cores', () => {
    const atOnce = Math.min(3, availableParallelism());
    expect(encodeSessionConfig({ branches: 3 }, 'cpu')).toEqual(encodeSessionConfig({ interOpThreads: atOnce }, 'cpu'));
    expect(encodeSessionConfig({ branches: 3 }, 'gpu')).toEqual(encodeSessionConfig({}, 'gpu'));
  });

  it('takes its defaults when they are said', () => {
    const defaults = { intraOpThreads: 0, interOpThreads: 0, precision: 'float32', xla: false } as const;
    expect(encoded(defaults)).toBe('32022001380152055203980101');
  });

  it('gives a session with a number of its own for running ops at once threads of its own', () => {
    expect(encoded({ intraOpThreads: 2, interOpThreads: 3 })).toBe('10022803320220013801480152055203980101');
  });

  it("takes all of a GPU's memory when told to", () => {
    expect(encoded({ allowGrowth: false })).toBe('3200380152055203980101');
  });

  it.each([
    [
      'bfloat16',
      'cpu',
      '32022001380152295227a206246175746f5f6d697865645f707265636973696f6e5f6f6e65646e6e5f62666c6f61743136',
    ],
    ['float16', 'gpu', '32022001380152055203b80101'],
  ] as const)("turns on TensorFlow's rewriter for %s on a %s", (precision, device, bytes) => {
    expect(encoded({ precision }, device)).toBe(bytes);
  });

  it.each([
    ['cpu', '320220013801520b1a04280138015203980101'],
    ['gpu', '32022001380152091a0228015203980101'],
  ] as const)('turns on XLA, on a %s', (device, bytes) => {
    expect(encoded({ xla: true }, device)).toBe(bytes);
  });

  it.each([
    ['intraOpThreads', -1],
    ['intraOpThreads', 2 ** 31],
    ['interOpThreads', 1.5],
    ['interOpThreads', Number.NaN],
  ])('refuses %s: %d', (name, threads) => {
    expect(() => encoded({ [name]: threads })).toThrow(
      new UsageError(
        `Expected ${name} to be a whole number, 0 or more but received ${threads} (${name}). Pass 0 for TensorFlow's choice.`,
      ),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses branches: %d', branches => {
    expect(() => encoded({ branches })).toThrow(
      new UsageError(`Expected branches to be a whole number, 1 or more but received ${branches} (branches).`),
    );
  });

  it.each([
    ['float16', 'cpu', 'a GPU', 'a CPU', 'Take float32, or bfloat16 on a processor with AVX-512.'],
    ['bfloat16', 'gpu', 'a CPU', 'a GPU', 'Take float16, or float32.'],
  ] as const)('refuses %s on a %s', (precision, device, needed, given, next) => {
    expect(() => encoded({ precision }, device)).toThrow(
      new UsageError(`Expected ${needed} for the precision ${precision} but received ${given} (precision). ${next}`),
    );
  });

  it('names the precisions when it is given another', () => {
    expect(() => encoded({ precision: 'float64' as 'float32' })).toThrow(
      new UsageError('Expected a precision out of float32, bfloat16, float16 but received "float64" (precision).'),
    );
  });
});

it('numbers every field of ConfigProto as TensorFlow does', () => {
  const config = create(ConfigProtoSchema, {
    intraOpParallelismThreads: 1,
    interOpParallelismThreads: 2,
    usePerSessionThreads: true,
    allowSoftPlacement: true,
    logDevicePlacement: true,
    gpuOptions: { perProcessGpuMemoryFraction: 0.5, allowGrowth: true, visibleDeviceList: '0,1' },
    graphOptions: {
      optimizerOptions: { optLevel: -1, doFunctionInlining: true, globalJitLevel: 2, cpuGlobalJit: true },
      rewriteOptions: {
        layoutOptimizer: 1,
        constantFolding: 2,
        memoryOptimization: 1,
        arithmeticOptimization: 2,
        remapping: 3,
        minGraphNodes: -1,
        disableMetaOptimizer: true,
        autoMixedPrecision: 1,
        autoMixedPrecisionCpu: 1,
        autoMixedPrecisionOnednnBfloat16: 1,
      },
    },
  });
  expect(Buffer.from(toBinary(ConfigProtoSchema, config)).toString('hex')).toBe(
    [
      '10012802321009000000000000e03f20012a03302c3138014001480152371a1118ffffffffffffffffff0120012802380152',
      '22080118022001380270038801ffffffffffffffffff01980101b80101e80101f80101',
    ].join(''),
  );
});

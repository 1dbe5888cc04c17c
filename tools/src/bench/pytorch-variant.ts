/** One of the ways to run the same step in PyTorch: the arguments --mode and --precision of bench/pytorch/step.py. */
export interface PytorchVariant {
  readonly name: string;
  readonly mode: 'eager' | 'channels_last' | 'compile_channels_last';
  readonly precision: 'fp32' | 'bf16';
}

/** Every way that makes PyTorch faster on some processor, after the one that its users begin with. */
export const pytorchVariants: readonly PytorchVariant[] = [
  { name: 'eager', mode: 'eager', precision: 'fp32' },
  { name: 'channels_last', mode: 'channels_last', precision: 'fp32' },
  { name: 'channels_last_bf16', mode: 'channels_last', precision: 'bf16' },
  { name: 'compile_channels_last', mode: 'compile_channels_last', precision: 'fp32' },
  { name: 'compile_channels_last_bf16', mode: 'compile_channels_last', precision: 'bf16' },
];

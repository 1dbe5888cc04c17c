import { join } from 'node:path';
import type { BenchRow } from '@arcface-ts/core';
import { findPython } from '../../python/python-environment.js';
import type { EvalBench } from './eval-bench.js';
import { evalFolder } from './eval-programs.js';
import type { EvalRows } from './eval-rows.js';

export type EvalSuiteOptions = Omit<EvalBench, 'say' | 'python'> & { readonly rows: readonly EvalRows[] };

/** Verification: photos to embeddings against onnxruntime, embeddings to figures against the time that they may take. */
export async function* evalSuite(options: EvalSuiteOptions, say: (line: string) => void): AsyncGenerator<BenchRow> {
  const { rows, ...shared } = options;
  let found: Promise<string> | undefined;
  const python = (): Promise<string> => {
    found ??= findPython(
      {
        title: 'PyTorch, onnx and onnxruntime',
        module: 'torch, onnx, onnxscript, onnxruntime',
        variable: 'EVAL_PYTHON',
        place: 'tools:bench',
        folder: join(evalFolder, '.venv'),
        requirements: join(evalFolder, 'requirements.txt'),
      },
      say,
    );
    return found;
  };
  for (const { measure } of rows) for await (const row of measure({ ...shared, say, python })) yield row;
}

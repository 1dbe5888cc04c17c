import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { packageFolder } from './places.js';
import { runProgram } from './run-program.js';

/** Packs a wheel with a library, a header and a Python file; `listed` is what RECORD says the library holds. */
const packWheel = `
import base64, hashlib, sys, zipfile
path, listed = sys.argv[1:]
files = {"tensorflow/libtensorflow_cc.so.2": "library", "tensorflow/include/tensorflow/c/c_api.h": "header", "tensorflow/keras.py": "python", "nvidia/cuda_nvcc/bin/ptxas": "assembler", "nvidia/cuda_nvcc/nvvm/lib64/libnvvm.so": "compiler"}
record = ""
for name, content in files.items():
    known = listed if name.endswith(".so.2") else content
    record += name + ",sha256=" + base64.urlsafe_b64encode(hashlib.sha256(known.encode()).digest()).decode().rstrip("=") + ",7\\n"
with zipfile.ZipFile(path, "w") as wheel:
    for name, content in {**files, "tensorflow-1.dist-info/RECORD": record}.items():
        wheel.writestr(name, content)
`;

async function extract(listed: string) {
  const folder = temporaryFolder();
  const [wheel, target] = [join(folder, 'tensorflow.whl'), join(folder, 'target')];
  expect(await runProgram('python3', ['-c', packWheel, wheel, listed])).toMatchObject({ exitCode: 0, stderr: '' });
  const script = join(packageFolder, 'native/extract_wheels.py');
  return { target, result: await runProgram('python3', [script, target, wheel]) };
}

it('extracts libraries and headers, and nothing of Python', async () => {
  const { target, result } = await extract('library');
  expect(result).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(readdirSync(join(target, 'tensorflow')).sort()).toEqual(['include', 'libtensorflow_cc.so.2']);
  expect(readFileSync(join(target, 'tensorflow/include/tensorflow/c/c_api.h'), 'utf8')).toBe('header');
});

it('extracts the assembler of kernels, ready to run, and not the compiler of CUDA', async () => {
  const { target } = await extract('library');
  expect(readdirSync(join(target, 'nvidia/cuda_nvcc'))).toEqual(['bin']);
  expect(() => accessSync(join(target, 'nvidia/cuda_nvcc/bin/ptxas'), constants.X_OK)).not.toThrow();
});

it('refuses a library that is not the one its RECORD lists', async () => {
  const { result } = await extract('another library');
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toMatch(
    /^tensorflow\/libtensorflow_cc\.so\.2 in .* has sha256=.*, but its RECORD says sha256=/,
  );
});

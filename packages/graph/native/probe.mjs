// Printed for Nx, which hashes it with the inputs of graph:native: a cached set-up is replayed only while the libraries that
// it links to are still on this machine, and only on a processor like the one that its kernels were compiled for. Plain JavaScript without imports of ours, since Nx runs it before anything is built.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { cpus } from 'node:os';

function compiler() {
  const name = process.env.CXX || (process.platform === 'darwin' ? 'clang++' : 'g++');
  try {
    return execFileSync(name, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0];
  } catch {
    return `no ${name}`;
  }
}

function libraries() {
  try {
    const record = JSON.parse(readFileSync(new URL('../../../.cache/native/native.json', import.meta.url), 'utf8'));
    const size = statSync(
      `${record.libraries}/tensorflow/libtensorflow_cc.${process.platform === 'darwin' ? '2.dylib' : 'so.2'}`,
    ).size;
    if (size === record.libraryBytes) return `${record.libraries} ${size}`;
  } catch {}
  return `missing at ${Date.now()}`;
}

function processor() {
  let listed = '';
  try {
    listed = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {}
  const features = listed.split('\n').find(line => /^(flags|Features)\s*:/.test(line)) ?? '';
  return `${cpus()[0]?.model} ${createHash('sha256').update(features).digest('hex').slice(0, 12)}`;
}

const machine = `${process.platform}-${process.arch}`;
const driver = existsSync('/dev/nvidiactl') || existsSync('/usr/lib/wsl/lib/libcuda.so.1');
const found = { machine, processor: processor(), driver, compiler: compiler(), libraries: libraries() };
process.stdout.write(`${JSON.stringify(found)}\n`);

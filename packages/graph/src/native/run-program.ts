import { spawn } from 'node:child_process';

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The program could not be started at all: ENOENT when there is none of that name. */
  readonly startError?: NodeJS.ErrnoException;
}

/** Runs a program to its end and returns what it printed; it never throws for what the program did. */
export function runProgram(
  program: string,
  programArguments: readonly string[],
  options: { cwd?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<ProgramResult> {
  return new Promise(resolve => {
    const child = spawn(program, programArguments, {
      cwd: options.cwd,
      env: options.environment ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    child.on('error', startError => resolve({ exitCode: null, stdout, stderr, startError }));
    child.on('close', exitCode => resolve({ exitCode, stdout, stderr }));
  });
}

/** The last lines of a program's output: where tools say what went wrong. */
export function lastLines(text: string, count = 12): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

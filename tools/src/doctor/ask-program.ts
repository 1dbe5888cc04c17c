import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a program printed when it ended well, else why there is no answer. */
export type Answer =
  | { readonly answered: true; readonly stdout: string }
  | { readonly answered: false; readonly missing: boolean; readonly reason: string; readonly stderr: string };

interface ExecutionError extends Error {
  readonly code?: string | number | null;
  readonly killed?: boolean;
  readonly signal?: NodeJS.Signals | null;
  readonly stderr?: string;
}

/** Asks a program and waits no longer than `timeoutMs`: nvidia-smi hangs where the driver does. */
export async function askProgram(
  program: string,
  programArguments: readonly string[],
  options: { timeoutMs?: number; cwd?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<Answer> {
  const { timeoutMs = 20_000, cwd, environment = process.env } = options;
  try {
    const { stdout } = await execute(program, [...programArguments], { timeout: timeoutMs, cwd, env: environment });
    return { answered: true, stdout: stdout.trim() };
  } catch (thrown) {
    const { code, killed, signal, stderr = '', message } = thrown as ExecutionError;
    const missing = code === 'ENOENT';
    const ended = killed ? `no answer within ${timeoutMs / 1000} s` : signal ? `ended by ${signal}` : undefined;
    const reason = missing
      ? `no ${program} on the PATH`
      : (ended ?? (typeof code === 'number' ? `exit code ${code}` : message));
    return { answered: false, missing, reason, stderr: stderr.trim() };
  }
}

import { runProgram } from './run-program.js';

/** The compiler that the environment's CXX names, else g++ (clang++ on macOS). */
export function compilerName(environment = process.env, platform: string = process.platform): string {
  return environment['CXX'] || (platform === 'darwin' ? 'clang++' : 'g++');
}

/** First line of `g++ --version`, or undefined when there is no compiler. */
export async function compilerVersion(compiler = compilerName()): Promise<string | undefined> {
  const result = await runProgram(compiler, ['--version']);
  return result.exitCode === 0 ? result.stdout.split('\n')[0] : undefined;
}

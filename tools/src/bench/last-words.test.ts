import { expect, it } from 'vitest';
import { lastWords } from './last-words.js';

it('takes the exception at the end of a Python traceback', () => {
  const stderr = [
    'Traceback (most recent call last):',
    '  File "step.py", line 7, in <module>',
    'ValueError: the first',
    'During handling of the above exception, another exception occurred:',
    'torch._inductor.exc.InductorError: CppCompileError: C++ compile error',
    '',
    'Set TORCHDYNAMO_VERBOSE=1 for the internal stack trace',
    '',
  ];
  expect(lastWords(stderr.join('\n'))).toBe('torch._inductor.exc.InductorError: CppCompileError: C++ compile error');
});

it("takes a Node error's message and not its stack", () => {
  expect(lastWords('file.js:1\nTypeError: x is not a function\n    at file.js:1:2\n\nNode.js v20.20.0\n')).toBe(
    'TypeError: x is not a function',
  );
});

it('takes the last line of a program that names no exception', () => {
  expect(lastWords('usage: step.py\nstep.py: error: no such mode\n\n')).toBe('step.py: error: no such mode');
});

it('is empty for a program that wrote nothing', () => {
  expect(lastWords('')).toBe('');
});

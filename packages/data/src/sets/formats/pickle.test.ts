import { describe, expect, it } from 'vitest';
import { kindOf, type NumpyArray } from './numpy-pickle.js';
import { readPickle } from './pickle.js';

/** A pickle by hand: text stands for itself, numbers are bytes. */
function read(...parts: (string | number)[]) {
  const bytes = Buffer.concat(
    parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))),
  );
  return readPickle(bytes, { file: 'set.bin' });
}

describe('plain values', () => {
  it.each([
    ['None', 'N.', null],
    ['INT', 'I-12\n.', -12],
    ['False of protocol 0', 'I00\n.', false],
    ['True of protocol 0', 'I01\n.', true],
    ['LONG', 'L7L\n.', 7],
    ['BININT', 'J\xfe\xff\xff\xff.', -2],
    ['BININT2', 'M\x01\x02.', 0x201],
    ['LONG1', '\x8a\x02\x00\xff.', -256],
    ['an empty LONG1', '\x8a\x00.', 0],
    ['SHORT_BINUNICODE', '\x8c\x02\xc3\xa9.', 'é'],
    ['UNICODE', 'V\\u005cn\xe9\n.', '\\né'],
    ['a list by APPEND', ']K\x01aK\x02a.', [1, 2]],
    ['a list by LIST', '(K\x01K\x02l.', [1, 2]],
    ['nested tuples', '((K\x01tK\x02t.', [[1], 2]],
    ['a tuple of three', 'K\x01K\x02K\x03\x87.', [1, 2, 3]],
  ])('reads %s', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it('reads lists and tuples with values that were remembered', () => {
    expect(read(']q\x00(K\x05\x85r\x01\x00\x00\x00j\x01\x00\x00\x00h\x01e.')).toEqual([[5], [5], [5]]);
  });

  it('gives bytes as a part of the file', () => {
    const file = Buffer.from('C\x03abc.');
    const value = readPickle(file, { file: 'set.bin' }) as Uint8Array;
    file[2] = 'x'.charCodeAt(0);
    expect(Buffer.from(value).toString()).toBe('xbc');
  });
});

describe('refusals name opcode or callable, and the byte', () => {
  it.each([
    ['cos\nsystem\n(S', /one of numpy\.core\.multiarray\._reconstruct, .*the callable os\.system \(set\.bin, byte 0\)/],
    ['N\x8c\x08builtins\x8c\x04eval\x93.', /the callable builtins\.eval \(set\.bin, byte 17\)/],
    ['cnumpy.core.multiarray\nscalar.eval\n.', /the callable numpy\.core\.multiarray\.scalar\.eval/],
    ['c_codecs\ndecode\n.', /the callable _codecs\.decode/],
    ["S'text'\n.", /an opcode that lists of images need but received STRING \(set\.bin, byte 0\)/],
    ['N\x81.', /received NEWOBJ \(set\.bin, byte 1\)/],
    ['(ios\nsystem\n.', /received INST \(set\.bin, byte 1\)/],
    ['Pid\n.', /received PERSID/],
    ['\x96\x01\x00\x00\x00\x00\x00\x00\x00a.', /received BYTEARRAY8/],
    ['N\x97.', /received NEXT_BUFFER/],
    ['N\x82\x01.', /received EXT1/],
    ['}.', /received EMPTY_DICT/],
    ['\xee', /received 0xee \(set\.bin, byte 0\)/],
    ['\x80\x06N.', /protocol 5 or older but received protocol 6/],
  ])('%j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('damage', () => {
  it.each([
    ['the end of the file', 'N', /1 more bytes but received the end of the file after 0 \(set\.bin, byte 1\)/],
    ['bytes beyond the file', 'B\xff\xff\xff\x7fabc', /2147483647 more bytes but received the end of the file after 3/],
    ['eight bytes of length', '\x8e\xff\xff\xff\xff\xff\xff\xff\xffabc', /more bytes but received the end/],
    ['a frame beyond the file', '\x95\x09\x00\x00\x00\x00\x00\x00\x00N.', /a frame of at most the 2 bytes/],
    ['an empty stack', '.', /one value at the end/],
    ['a value too many', 'NN.', /one value at the end/],
    ['a tuple across a list that is open', 'N(N\x86.', /a value on the stack but received none/],
    ['the end of a list that was not begun', 'Nt.', /the beginning of a list but received none/],
    ['an append to a number', 'K\x01K\x02a.', /a list to append to but received 1 /],
    ['a value that was not remembered', 'h\x05.', /a value that was remembered but received none as 5/],
    ['no value to remember', 'q\x00.', /a value to remember but received none/],
    ['text that is no UTF-8', '\x8c\x01\xff.', /a text in UTF-8 but received 1 bytes/],
    ['a call of a number', 'K\x01)R.', /a callable but received 1 /],
    ['a call of a class', 'cnumpy\nndarray\n)R.', /a callable but received the class numpy\.ndarray/],
    ['arguments that are none', 'cnumpy\ndtype\nNR.', /the arguments of numpy\.dtype but received None/],
    ['another dtype', 'cnumpy\ndtype\n\x8c\x02O8\x85R.', /dtype u1 or b1 but received dtype "O8"/],
    [
      'another encoding',
      'c_codecs\nencode\n\x8c\x01a\x8c\x03hex\x86R.',
      /as latin1 but received text "a" and text "hex"/,
    ],
    ['text outside of latin1', 'c_codecs\nencode\n\x8c\x03\xe2\x82\xac\x8c\x06latin1\x86R.', /character 8364 at 0/],
    ['a state of nothing', 'NNb.', /a tuple as the state but received None/],
    ['the name of a module as a number', 'K\x01K\x02\x93.', /names of a module/],
  ])('refuses %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  const dtype = 'cnumpy\ndtype\n\x8c\x02u1\x85R';
  const array = 'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n\x85R';

  it('takes an array whose bytes fill its shape', () => {
    const value = read(array, `(K\x01K\x02K\x03\x86${dtype}\x89C\x06abcdeftb.`) as NumpyArray;
    expect(value.content).toEqual({ type: 'u1', shape: [2, 3], data: Buffer.from('abcdef') });
  });

  it('refuses an array whose bytes do not fill its shape', () => {
    expect(() => read(array, `(K\x01K\x07\x85${dtype}\x89C\x03abctb.`)).toThrow(
      '7 bytes for the shape [7] but received 3',
    );
    expect(() => read(array, `(K\x01J\xff\xff\xff\xff\x85${dtype}\x89C\x00tb.`)).toThrow(
      'a shape of sizes but received -1',
    );
  });

  it('bounds what a small file can make: depth, stack, memory, work, copies', () => {
    expect(() => read('('.repeat(100))).toThrow('lists at most 64 deep');
    expect(() => read('N'.repeat(2 ** 20 + 1))).toThrow('at most 1048576 values on the stack');
    expect(() => read('N', '\x94'.repeat(2 ** 20 + 1))).toThrow('at most 1048576 remembered values');
    expect(() => read('N', 'q\x00'.repeat(2 ** 22))).toThrow('at most 4194304 opcodes');
    const text = `X\xe8\x03\x00\x00${'a'.repeat(1000)}q\x00\x8c\x06latin1q\x01`;
    expect(() => read(text, 'c_codecs\nencode\nq\x02', 'h\x02h\x00h\x01\x86R'.repeat(2))).toThrow(
      'no more bytes than the file has',
    );
  });

  it('does not look into a list that holds itself', () => {
    const value = read(']q\x00h\x00a.');
    expect(kindOf(value)).toBe('1 values');
  });
});

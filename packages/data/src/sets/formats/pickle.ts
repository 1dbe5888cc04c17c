import {
  acceptedGlobals,
  build,
  kindOf,
  PickleGlobal,
  type PickleValue,
  type Refuse,
  reduced,
} from './numpy-pickle.js';
import { PickleBytes } from './pickle-bytes.js';
import { opcodeNames } from './pickle-opcodes.js';

/** A set of verification pairs has ten to twenty opcodes an image; these bound what a small hostile file can make of them. */
const maxOpcodes = 2 ** 22;
const maxMemo = 2 ** 20;
const maxStack = 2 ** 20;
/** Lists and tuples that are open at once; a set has five. */
const maxNesting = 64;
const newestProtocol = 5;

/**
 * Reads the plain values of a Python pickle, and numpy's arrays of bytes and booleans. Nothing is executed: a pickle is a
 * program that may call anything, and of what it may call this reader knows seven names and what they would return.
 * https://github.com/python/cpython/blob/main/Lib/pickletools.py
 *
 * Bytes are subarrays of `bytes` wherever the pickle has them as they are. Tuples and lists are arrays both.
 * Throws a DataError with file and byte offset for every other opcode or callable, and for a damaged or too large pickle.
 */
export function readPickle(bytes: Uint8Array, { file }: { file: string }): PickleValue {
  return new PickleReader(new PickleBytes(bytes, file)).value();
}

class PickleReader {
  readonly #bytes: PickleBytes;
  readonly #refuse: Refuse;
  readonly #stack: PickleValue[] = [];
  /** Heights of the stack at which lists and tuples were begun. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #encodedBytes = 0;

  constructor(bytes: PickleBytes) {
    this.#bytes = bytes;
    this.#refuse = bytes.refuse;
  }

  value(): PickleValue {
    for (let count = 0; count < maxOpcodes; count++) {
      const code = this.#bytes.opcode();
      const name = opcodeNames.get(code);
      if (name === 'STOP') {
        if (this.#marks.length > 0 || this.#stack.length !== 1) this.#refuse('one value at the end', 'something else');
        return this.#pop();
      }
      this.#run(name ?? `0x${code.toString(16).padStart(2, '0')}`);
    }
    return this.#refuse(`at most ${maxOpcodes} opcodes`, 'more');
  }

  #run(name: string): void {
    switch (name) {
      case 'PROTO':
        this.#checkProtocol(this.#bytes.uint(1));
        break;
      case 'FRAME':
        this.#checkFrame(this.#bytes.uint(8));
        break;
      case 'MARK':
        if (this.#marks.length === maxNesting) this.#refuse(`lists at most ${maxNesting} deep`, 'deeper ones');
        this.#marks.push(this.#stack.length);
        break;
      case 'APPEND':
        this.#append([this.#pop()]);
        break;
      case 'APPENDS':
        this.#append(this.#popMarked());
        break;
      case 'PUT':
        this.#remember(this.#bytes.decimal());
        break;
      case 'BINPUT':
        this.#remember(this.#bytes.uint(1));
        break;
      case 'LONG_BINPUT':
        this.#remember(this.#bytes.uint(4));
        break;
      case 'MEMOIZE':
        this.#remember(this.#memo.size);
        break;
      case 'BUILD': {
        const state = this.#pop();
        build(this.#top(), state, this.#refuse);
        break;
      }
      default:
        this.#push(this.#made(name));
    }
  }

  /** What an opcode puts onto the stack. */
  #made(name: string): PickleValue {
    switch (name) {
      case 'NONE':
        return null;
      case 'NEWTRUE':
        return true;
      case 'NEWFALSE':
        return false;
      case 'BININT':
        return this.#bytes.take(4).readInt32LE();
      case 'BININT1':
        return this.#bytes.uint(1);
      case 'BININT2':
        return this.#bytes.uint(2);
      case 'LONG1':
        return this.#bytes.signed(this.#bytes.uint(1));
      case 'INT': {
        // Protocol 0 writes True as 01 and False as 00.
        const text = this.#bytes.line();
        return text === '01' || text === '00' ? text === '01' : this.#bytes.decimal(text);
      }
      case 'LONG':
        return this.#bytes.decimal(this.#bytes.line().replace(/L$/, ''));
      case 'BINBYTES':
      case 'BINSTRING':
        return this.#bytes.take(this.#bytes.uint(4));
      case 'SHORT_BINBYTES':
      case 'SHORT_BINSTRING':
        return this.#bytes.take(this.#bytes.uint(1));
      case 'BINBYTES8':
        return this.#bytes.take(this.#bytes.uint(8));
      case 'BINUNICODE':
        return this.#bytes.text(this.#bytes.uint(4));
      case 'SHORT_BINUNICODE':
        return this.#bytes.text(this.#bytes.uint(1));
      case 'BINUNICODE8':
        return this.#bytes.text(this.#bytes.uint(8));
      case 'UNICODE':
        return this.#bytes.escapedText();
      case 'EMPTY_LIST':
      case 'EMPTY_TUPLE':
        return [];
      case 'TUPLE':
      case 'LIST':
        return this.#popMarked();
      case 'TUPLE1':
      case 'TUPLE2':
      case 'TUPLE3':
        return Array.from({ length: Number(name.at(-1)) }, () => this.#pop()).reverse();
      case 'GET':
        return this.#remembered(this.#bytes.decimal());
      case 'BINGET':
        return this.#remembered(this.#bytes.uint(1));
      case 'LONG_BINGET':
        return this.#remembered(this.#bytes.uint(4));
      case 'GLOBAL':
        return this.#global(this.#bytes.line(), this.#bytes.line());
      case 'STACK_GLOBAL': {
        const [attribute, module] = [this.#pop(), this.#pop()];
        if (typeof attribute === 'string' && typeof module === 'string') return this.#global(module, attribute);
        return this.#refuse('names of a module and of what it holds', `${kindOf(module)} and ${kindOf(attribute)}`);
      }
      case 'REDUCE': {
        const args = this.#pop();
        return this.#withinFile(reduced(this.#pop(), args, this.#refuse));
      }
      default:
        return this.#refuse('an opcode that lists of images need', name);
    }
  }

  #checkProtocol(protocol: number): void {
    if (protocol > newestProtocol) this.#refuse(`protocol ${newestProtocol} or older`, `protocol ${protocol}`);
  }

  #checkFrame(bytes: number): void {
    const { left } = this.#bytes;
    if (bytes > left) this.#refuse(`a frame of at most the ${left} bytes that follow`, `${bytes}`);
  }

  /** One remembered text could be encoded over and over, to more bytes than the file has. */
  #withinFile(value: PickleValue): PickleValue {
    if (value instanceof Uint8Array) this.#encodedBytes += value.length;
    if (this.#encodedBytes > this.#bytes.length) this.#refuse('no more bytes than the file has', 'copies of them');
    return value;
  }

  #global(module: string, attribute: string): PickleGlobal {
    const name = `${module}.${attribute}`;
    if (!acceptedGlobals.includes(name)) this.#refuse(`one of ${acceptedGlobals.join(', ')}`, `the callable ${name}`);
    return new PickleGlobal(name);
  }

  #push(value: PickleValue): void {
    if (this.#stack.length === maxStack) this.#refuse(`at most ${maxStack} values on the stack`, 'more');
    this.#stack.push(value);
  }

  #top(): PickleValue | undefined {
    return this.#stack.length > (this.#marks.at(-1) ?? 0) ? this.#stack.at(-1) : undefined;
  }

  #pop(): PickleValue {
    const value = this.#top();
    if (value === undefined) return this.#refuse('a value on the stack', 'none');
    this.#stack.pop();
    return value;
  }

  #popMarked(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) return this.#refuse('the beginning of a list', 'none');
    return this.#stack.splice(mark);
  }

  #append(values: readonly PickleValue[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) this.#refuse('a list to append to', kindOf(list));
    for (const value of values) list.push(value);
  }

  #remember(key: number): void {
    const value = this.#top();
    if (value === undefined) this.#refuse('a value to remember', 'none');
    if (this.#memo.size === maxMemo) this.#refuse(`at most ${maxMemo} remembered values`, 'more');
    this.#memo.set(key, value);
  }

  #remembered(key: number): PickleValue {
    const value = this.#memo.get(key);
    return value === undefined ? this.#refuse('a value that was remembered', `none as ${key}`) : value;
  }
}

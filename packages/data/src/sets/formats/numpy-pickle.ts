/** A callable that a pickle names; it is looked up in this list and never run. */
export class PickleGlobal {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** numpy's dtype. */
export class NumpyType {
  readonly name: 'u1' | 'b1';
  constructor(name: 'u1' | 'b1') {
    this.name = name;
  }
}

/** numpy's ndarray of bytes or booleans; type, shape and data come in after it was made. */
export class NumpyArray {
  content: { type: NumpyType['name']; shape: readonly number[]; data: Uint8Array } | undefined;
}

export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PickleValue[]
  | PickleGlobal
  | NumpyType
  | NumpyArray;

/** Throws the reader's error, with the place that the reader is at. */
export type Refuse = (expected: string, received: string) => never;

/** The only callables that a list of images needs; numpy renamed its core to _core in version 2. */
export const acceptedGlobals: readonly string[] = [
  'numpy.core.multiarray._reconstruct',
  'numpy._core.multiarray._reconstruct',
  'numpy.core.multiarray.scalar',
  'numpy._core.multiarray.scalar',
  'numpy.ndarray',
  'numpy.dtype',
  '_codecs.encode',
];

/** What a message calls a value; it does not look inside, since a list can hold itself. */
export function kindOf(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (value instanceof PickleGlobal) return value.name;
  if (value instanceof NumpyType) return `dtype ${value.name}`;
  if (value instanceof NumpyArray)
    return value.content ? `an array of shape [${value.content.shape}]` : 'an empty array';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `${value.length} values`;
  return typeof value === 'string' ? `text ${JSON.stringify(value.slice(0, 40))}` : `${value}`;
}

/** Python 2 writes short texts as bytes. */
function textOf(value: PickleValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array && value.length <= 16 ? Buffer.from(value).toString('latin1') : undefined;
}

function numpyType(args: readonly PickleValue[], refuse: Refuse): NumpyType {
  const name = textOf(args[0]);
  if (name === 'u1' || name === 'b1') return new NumpyType(name);
  return refuse('dtype u1 or b1', name === undefined ? kindOf(args[0]) : `dtype ${JSON.stringify(name)}`);
}

function numpyScalar(args: readonly PickleValue[], refuse: Refuse): boolean {
  const [type, data] = args;
  if (type instanceof NumpyType && type.name === 'b1' && data instanceof Uint8Array && data.length === 1) {
    return data[0] !== 0;
  }
  return refuse("numpy's bool scalar of one byte", `${kindOf(type)} and ${kindOf(data)}`);
}

/** How bytes look in protocols 0 to 2: as text, to be encoded as latin1. */
function encodedBytes(args: readonly PickleValue[], refuse: Refuse): Uint8Array {
  const [text, encoding] = args;
  if (typeof text !== 'string' || (encoding !== 'latin1' && encoding !== 'latin-1')) {
    return refuse('a text to encode as latin1', `${kindOf(text)} and ${kindOf(encoding)}`);
  }
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0xff) refuse('a text of latin1 characters', `character ${code} at ${at}`);
    bytes[at] = code;
  }
  return bytes;
}

function emptyArray(args: readonly PickleValue[], refuse: Refuse): NumpyArray {
  const [base] = args;
  if (base instanceof PickleGlobal && base.name === 'numpy.ndarray') return new NumpyArray();
  return refuse('numpy.ndarray to reconstruct', kindOf(base));
}

/** What REDUCE makes of an accepted callable and its arguments. */
export function reduced(callable: PickleValue, args: PickleValue, refuse: Refuse): PickleValue {
  if (!(callable instanceof PickleGlobal)) return refuse('a callable', kindOf(callable));
  if (!Array.isArray(args)) return refuse(`the arguments of ${callable.name}`, kindOf(args));
  if (callable.name.endsWith('._reconstruct')) return emptyArray(args, refuse);
  if (callable.name.endsWith('.scalar')) return numpyScalar(args, refuse);
  if (callable.name === 'numpy.dtype') return numpyType(args, refuse);
  if (callable.name === '_codecs.encode') return encodedBytes(args, refuse);
  return refuse('a callable', `the class ${callable.name}`);
}

/** What BUILD does: state of a dtype is (version, byte order, no fields …), of an array (version, shape, dtype, order, data). */
export function build(target: PickleValue | undefined, state: PickleValue, refuse: Refuse): void {
  if (!Array.isArray(state)) refuse('a tuple as the state', kindOf(state));
  if (target instanceof NumpyType) {
    if (textOf(state[1]) !== '|' || state[3] !== null)
      refuse('a dtype of single bytes', `dtype state ${kindOf(state)}`);
    return;
  }
  if (!(target instanceof NumpyArray)) refuse('an array or a dtype to set', kindOf(target));
  const [, shape, type, , data] = state;
  if (!(type instanceof NumpyType)) refuse('the dtype of an array', kindOf(type));
  if (!(data instanceof Uint8Array)) refuse('the bytes of an array', kindOf(data));
  if (!Array.isArray(shape) || shape.length > 32) refuse('the shape of an array', kindOf(shape));
  const sizes = shape.map(size =>
    typeof size === 'number' && size >= 0 ? size : refuse('a shape of sizes', kindOf(size)),
  );
  const elements = sizes.reduce((product, size) => product * size, 1);
  if (elements !== data.length) refuse(`${elements} bytes for the shape [${sizes}]`, `${data.length}`);
  target.content = { type: type.name, shape: sizes, data };
}

import { nodeFault } from './onnx-fault.js';
import type { OnnxNode } from './onnx-model.js';
import { wholeNumber } from './onnx-tensor.js';
import type { AttributeProto } from './proto/onnx_pb.js';

/** ONNX's numbers for the types that the known ops have. */
const types = { INT: 2, STRING: 3, INTS: 7 } as const;

/** Reads a node's attributes: an op asks for each it knows, and then says that it knows them all. */
export class NodeAttributes {
  readonly #node: OnnxNode;
  readonly #unread: Map<string, AttributeProto>;

  constructor(node: OnnxNode) {
    this.#node = node;
    this.#unread = new Map(node.attributes.map(attribute => [attribute.name, attribute]));
  }

  /** Whole numbers, as many as the default has. */
  integers(name: string, byDefault: readonly number[]): readonly number[] {
    const attribute = this.#take(name, 'INTS');
    if (attribute === undefined) return byDefault;
    const numbers = attribute.ints.map(wholeNumber);
    if (numbers.length !== byDefault.length) {
      throw nodeFault(this.#node, `${name} of ${byDefault.length} numbers`, `[${numbers.join(', ')}]`);
    }
    return numbers;
  }

  integer(name: string, byDefault: number): number {
    const attribute = this.#take(name, 'INT');
    return attribute === undefined ? byDefault : wholeNumber(attribute.i);
  }

  text(name: string, byDefault: string): string {
    const attribute = this.#take(name, 'STRING');
    return attribute === undefined ? byDefault : new TextDecoder().decode(attribute.s);
  }

  /** One that makes no difference here. */
  ignore(name: string): void {
    this.#unread.delete(name);
  }

  /** Throws where an attribute has another value than the one that is known. */
  expect(name: string, value: number | string | readonly number[]): void {
    const given =
      typeof value === 'number'
        ? this.integer(name, value)
        : typeof value === 'string'
          ? this.text(name, value)
          : this.integers(name, value);
    if (String(given) !== String(value)) throw nodeFault(this.#node, `${name} = ${value}`, String(given));
  }

  /** Throws where an attribute was not asked for: what it changes is not known. */
  finish(): void {
    const [name] = this.#unread.keys();
    if (name !== undefined) throw nodeFault(this.#node, 'attributes that are known', `the attribute ${name}`);
  }

  #take(name: string, type: keyof typeof types): AttributeProto | undefined {
    const attribute = this.#unread.get(name);
    this.#unread.delete(name);
    if (attribute === undefined || attribute.type === types[type]) return attribute;
    throw nodeFault(this.#node, `${name} of type ${type}`, `type ${attribute.type}`);
  }
}

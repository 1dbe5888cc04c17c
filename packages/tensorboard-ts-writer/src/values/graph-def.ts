import { fromBinary } from '@bufbuild/protobuf';
import { explain } from '../event-file-error.js';
import { type GraphDef, GraphDefSchema } from '../proto/graph_def_pb.js';

/**
 * Checks that bytes are a serialized GraphDef: nodes, each with a name and an op.
 * @throws TypeError that says what they are instead
 */
export function checkGraphDef(bytes: Uint8Array): void {
  const { node } = decoded(bytes);
  if (node.length === 0) throw graphError(`${bytes.length} bytes without a node`);
  const unnamed = node.find(({ name, op }) => name === '' || op === '');
  if (unnamed) throw graphError(`a node of name "${unnamed.name}" and op "${unnamed.op}"`);
}

function decoded(bytes: Uint8Array): GraphDef {
  try {
    return fromBinary(GraphDefSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    throw graphError(`${bytes.length} bytes: ${(error as Error).message}`);
  }
}

function graphError(received: string): TypeError {
  const expected = 'a serialized GraphDef, whose nodes have names and ops';
  const next = 'Pass the bytes of GraphDef.SerializeToString(), or of TF_GraphToGraphDef.';
  return new TypeError(explain({ expected, received, place: 'addGraph', next }));
}

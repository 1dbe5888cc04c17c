import { create, toBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { GraphDefSchema } from '../proto/graph_def_pb.js';
import { checkGraphDef } from './graph-def.js';

function graphDef(...nodes: { name: string; op: string }[]): Uint8Array {
  return toBinary(GraphDefSchema, create(GraphDefSchema, { node: nodes }));
}

test('takes a graph with nodes', () => {
  expect(() => checkGraphDef(graphDef({ name: 'x', op: 'Placeholder' }))).not.toThrow();
});

test.each([
  ['bytes of something else', Buffer.from('not a graph'), /but received 11 bytes: .+ \(addGraph\)\. Pass the bytes/],
  ['no bytes', new Uint8Array(), /but received 0 bytes without a node/],
  ['a node without an op', graphDef({ name: 'x', op: '' }), /but received a node of name "x" and op ""/],
])('refuses %s', (_, bytes, message) => {
  expect(() => checkGraphDef(bytes)).toThrow(message);
});

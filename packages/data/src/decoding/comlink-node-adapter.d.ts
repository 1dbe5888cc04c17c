/** comlink ships this module without types that a nodenext import finds. */
declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { MessagePort, Worker } from 'node:worker_threads';
  import type { Endpoint } from 'comlink';

  // biome-ignore lint/style/noDefaultExport: it is comlink's.
  export default function nodeEndpoint(port: MessagePort | Worker): Endpoint;
}

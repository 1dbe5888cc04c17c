import { describe, expect, it } from 'vitest';
import { profileOfStep } from './step-profile.js';

// RunMetadata made by the Python module that protoc generates from TensorFlow's config.proto and step_stats.proto.
const metadata = (hex: string): Uint8Array => Buffer.from(hex.replace(/\s/g, ''), 'hex');

/*
 * …/device:CPU:0, in microseconds from the first op's start:
 *   step/conv    0 to 3010, in the op 1 to 3001; 2 MiB; "[cpu 2.0MB 3.0MB] step/conv = Conv2D(x, w)"
 *   step/conv_1  3500 to 4510, in the op 2 to 1002; 1 MiB; "step/conv_1 = Conv2D(step/conv, w)"
 *   step/relu    5000 to 5500, in the op 0.5 to 400.5; 2 × 0.5 MiB; "step/relu = _FusedMatMul(a, b, c)"
 *   step/plain   5500 to 5800, in the op 0 to 250.5; no label
 */
const onCpu = metadata(`
  0abf040abc040a2c2f6a6f623a6c6f63616c686f73742f7265706c6963613a302f7461736b3a302f6465766963653a4350553a3012a401
  0a09737465702f636f6e76108080f9c0c1c48203180120b91728c21732140a036370751080808001188080c00120808080013a181a1608
  011206120408808020220a088080800110c0808001422a5b63707520322e304d4220332e304d425d20737465702f636f6e76203d20436f
  6e76324428782c20772948fffff8c0c1c48203688080a8b1e39fe7cb1770e80778a895b7018001d0dbb70188018cfca7b1e39fe7cb1712
  84010a0b737465702f636f6e765f3110ac9bf9c0c1c48203180220ea0728f2073a161a140801120612040880801022080880804010c080
  404222737465702f636f6e765f31203d20436f6e76324428737465702f636f6e762c20772948ab9bf9c0c1c4820368e0cffdb2e39fe7cb
  1770d00f7890943d8001d0d23d8801eccbfdb2e39fe7cb171299010a09737465702f72656c751088a7f9c0c1c4820320900328f4033a16
  1a140801120612040880800822080880802010c080203a1808011a140801120612040880800822080880802010c080204221737465702f
  72656c75203d205f46757365644d61744d756c28612c20622c2063294887a7f9c0c1c4820368c096d9b3e39fe7cb1770f40378f4b81880
  01a0c21e8801cc92d9b3e39fe7cb1712420a0a737465702f706c61696e10fcaaf9c0c1c4820320fa0128ac0248fbaaf9c0c1c4820368e0
  d8f7b3e39fe7cb177884a50f8001e0a7128801ecd4f7b3e39fe7cb17
`);

/*
 * …/device:GPU:0, launches:         step/conv = Conv2D, 30 µs, 1 MiB; step/mul = Mul, 10 µs, 1 MiB; the first starts at 0
 * …/device:CPU:0:                   step/x = _Send, 5 µs
 * /device:GPU:0/stream:7, /stream:all, the same kernels in both, in whole microseconds:
 *                                   step/conv:Conv2D 1500 and 500 µs; step/mul 400 µs, ends at 2500
 * /device:GPU:0/memcpy, /sync:      9000 µs each
 */
const onGpu = metadata(`
  0a93070a97020a2c2f6a6f623a6c6f63616c686f73742f7265706c6963613a302f7461736b3a302f6465766963653a4750553a3012760a
  09737465702f636f6e76108080f9c0c1c482031801201f28203a161a140801120612040880801022080880804010c08040421873746570
  2f636f6e76203d20436f6e76324428782c20772948fffff8c0c1c48203688080a8b1e39fe7cb1770e8077898f201800180fa0188018cfc
  a7b1e39fe7cb17126f0a08737465702f6d756c10a880f9c0c1c482031801200b280c3a161a140801120612040880801022080880804010
  c080404214737465702f6d756c203d204d756c28782c20772948a780f9c0c1c4820368c0b8aab1e39fe7cb1770e80778f8558001e05d88
  01ccb4aab1e39fe7cb170a7d0a2c2f6a6f623a6c6f63616c686f73742f7265706c6963613a302f7461736b3a302f6465766963653a4350
  553a30124d0a06737465702f78108280f9c0c1c48203200528054211737465702f78203d205f53656e64287829488180f9c0c1c4820368
  d08fa8b1e39fe7cb17788827800188278801dc8ba8b1e39fe7cb170aaf010a162f6465766963653a4750553a302f73747265616d3a3712
  380a10737465702f636f6e763a436f6e76324410b280f9c0c1c4820320dc0b28dc0b4215696d706c696369745f67656d6d20726567733a
  393612340a10737465702f636f6e763a436f6e763244108e8cf9c0c1c4820320f40328f40342116e636877546f4e68776320726567733a
  3812250a08737465702f6d756c10b490f9c0c1c48203209003289003420a6d756c5f6b65726e656c0ab1010a182f6465766963653a4750
  553a302f73747265616d3a616c6c12380a10737465702f636f6e763a436f6e76324410b280f9c0c1c4820320dc0b28dc0b4215696d706c
  696369745f67656d6d20726567733a393612340a10737465702f636f6e763a436f6e763244108e8cf9c0c1c4820320f40328f40342116e
  636877546f4e68776320726567733a3812250a08737465702f6d756c10b490f9c0c1c48203209003289003420a6d756c5f6b65726e656c
  0a4a0a142f6465766963653a4750553a302f6d656d63707912320a094d656d637079483244108080f9c0c1c4820320a84628a84642164d
  656d637079483244206e756d5f62797465733a36340a460a122f6465766963653a4750553a302f73796e6312300a13637553747265616d
  53796e6368726f6e697a65108080f9c0c1c4820320a84628a846420a54687265616449642031
`);

const unknown = (): undefined => undefined;

describe('profileOfStep', () => {
  it('sums up ops of one type, the longest first', () => {
    expect(profileOfStep(onCpu, unknown).rows).toEqual([
      { op: 'Conv2D', calls: 2, milliseconds: 4, percent: (100 * 4000) / 4650.5, outputMiB: 3 },
      { op: '_FusedMatMul', calls: 1, milliseconds: 0.4, percent: (100 * 400) / 4650.5, outputMiB: 1 },
      { op: 'step/plain', calls: 1, milliseconds: 0.2505, percent: (100 * 250.5) / 4650.5, outputMiB: 0 },
    ]);
  });

  it('lists each node with its output, the longest first', () => {
    expect(profileOfStep(onCpu, unknown).nodes).toMatchObject([
      { name: 'step/conv', op: 'Conv2D', shape: [524288], calls: 1, milliseconds: 3, outputMiB: 2 },
      { name: 'step/conv_1', op: 'Conv2D', calls: 1, milliseconds: 1, outputMiB: 1 },
      { name: 'step/relu', op: '_FusedMatMul', calls: 1, milliseconds: 0.4, outputMiB: 1 },
      { name: 'step/plain', op: 'step/plain', shape: null, calls: 1, milliseconds: 0.2505, outputMiB: 0 },
    ]);
  });

  it('gives a node the time of all its kernels on a GPU', () => {
    expect(profileOfStep(onGpu, unknown).nodes).toMatchObject([
      { name: 'step/conv', op: 'Conv2D', calls: 1, milliseconds: 2, outputMiB: 1 },
      { name: 'step/mul', op: 'Mul', calls: 1, milliseconds: 0.4, outputMiB: 1 },
      { name: 'step/x', op: '_Send', calls: 1, milliseconds: 0.005, outputMiB: 0 },
    ]);
  });

  it("tells the time that passed from the sum of the ops'", () => {
    expect(profileOfStep(onCpu, unknown)).toMatchObject({ wallMilliseconds: 5.8, opMilliseconds: 4.6505 });
  });

  it('asks for the type of a node without a label, and believes the label of what was executed', () => {
    const { rows } = profileOfStep(onCpu, name => ({ 'step/plain': 'Placeholder', 'step/relu': 'Relu' })[name]);
    expect(rows.map(row => row.op)).toEqual(['Conv2D', '_FusedMatMul', 'Placeholder']);
  });

  it("takes a GPU's time from its kernels, once, and calls and outputs from its ops", () => {
    const { rows } = profileOfStep(onGpu, unknown);
    expect(rows).toEqual([
      { op: 'Conv2D', calls: 1, milliseconds: 2, percent: (100 * 2000) / 2405, outputMiB: 1 },
      { op: 'Mul', calls: 1, milliseconds: 0.4, percent: (100 * 400) / 2405, outputMiB: 1 },
      { op: '_Send', calls: 1, milliseconds: 0.005, percent: (100 * 5) / 2405, outputMiB: 0 },
    ]);
  });

  it('leaves copies and waits of a GPU out of the time that passed', () => {
    expect(profileOfStep(onGpu, unknown)).toMatchObject({ wallMilliseconds: 2.5, opMilliseconds: 2.405 });
  });

  it('is empty where nothing was traced', () => {
    expect(profileOfStep(new Uint8Array(0), unknown)).toEqual({
      rows: [],
      nodes: [],
      wallMilliseconds: 0,
      opMilliseconds: 0,
    });
  });
});

import { expect, test } from 'vitest';
import { withEmbedding } from './projector-config.js';

const plain = { tensorName: 'faces:00001', tensorPath: '00001/faces/tensors.tsv' };
const full = {
  ...plain,
  tensorName: 'faces:00002',
  metadataPath: '00002/faces/metadata.tsv',
  sprite: { path: '00002/faces/sprite.png', width: 8, height: 6 },
};

test('writes what there is of an embedding', () => {
  expect(withEmbedding('', full)).toBe(`embeddings {
  tensor_name: "faces:00002"
  tensor_path: "00001/faces/tensors.tsv"
  metadata_path: "00002/faces/metadata.tsv"
  sprite {
    image_path: "00002/faces/sprite.png"
    single_image_dim: 8
    single_image_dim: 6
  }
}
`);
});

test('keeps the others, those of other writers too', () => {
  const foreign = 'model_checkpoint_path: "model.ckpt"\nembeddings {\n  tensor_name: "a } \\" {"\n  sprite {\n  }\n}\n';
  const both = withEmbedding(withEmbedding(foreign, full), plain);
  expect(both).toBe(`${foreign}${withEmbedding('', full)}${withEmbedding('', plain)}`);
});

test('takes the place of an embedding of its name', () => {
  const both = withEmbedding(withEmbedding('', full), plain);
  const { sprite: _, ...pictureless } = full;
  expect(withEmbedding(both, pictureless)).toBe(`${withEmbedding('', plain)}${withEmbedding('', pictureless)}`);
});

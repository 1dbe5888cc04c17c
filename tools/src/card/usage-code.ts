/** A program that says whether two photos show one person, with a model folder and a threshold of its card. */
export function usageCode({ model, set, key }: { model: string; set: string; key: string }): string {
  return `import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createLoader, hasCrop, placeOfCrops, preparePhotos } from '@arcface-ts/data';
import { embeddingNorms, pairDistances } from '@arcface-ts/eval';
import { startTensorflow } from '@arcface-ts/graph';
import { eagerEmbedding, embedPhotos, loadWeights, modelOf } from '@arcface-ts/train';

const [model, cacheFolder] = ['${model}', '.cache/data'];
startTensorflow({ device: 'cpu' });
const { record, parameters } = await loadWeights(model);
const { crop, imageSizePx } = record.input;

// Finds the face of each photo and cuts it out as the net has seen faces.
const files = process.argv.slice(2, 4).map(file => ({ path: resolve(file).slice(1), identity: file }));
const options = { set: 'two-photos', dataset: 'own', root: '/', cacheFolder, crop: crop.name };
const { summary, photos } = await preparePhotos(files, options);
if (photos.some(photo => photo.landmarks === null)) throw new Error('There is a photo in which no face was found.');

const placeOf = placeOfCrops(cacheFolder, summary);
const crops = photos.filter(hasCrop).map(photo => ({ path: photo.path, label: 0, ...placeOf(photo) }));
const loader = createLoader({ photos: crops, imageSizePx, batchSize: 2, seed: 0, order: 'sequential', lastBatch: 'keep' });
const embed = eagerEmbedding(modelOf(record.config), parameters, { mirror: true });
const embeddings = await embedPhotos(embed, loader.batches(0));
await loader.close();

const { squaredDistance } = JSON.parse(await readFile(\`\${model}/thresholds/${set}.json\`, 'utf8'))${key};
const [distance] = pairDistances(embeddings, embeddingNorms(embeddings), [{ first: 0, second: 1 }]);
console.log(distance < squaredDistance ? 'one person' : 'two people', distance, 'threshold', squaredDistance);
`;
}

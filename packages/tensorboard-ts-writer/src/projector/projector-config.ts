/** Where the files of an embedding lie, from the folder of the config. */
export interface ProjectorEntry {
  readonly tensorName: string;
  readonly tensorPath: string;
  readonly metadataPath?: string;
  readonly sprite?: { readonly path: string; readonly width: number; readonly height: number };
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const nested = String.raw`\{(?:[^{}"]|${quoted})*\}`;
/** An embedding of a config in protobuf's text format. */
const embeddingBlocks = new RegExp(String.raw`embeddings\s*:?\s*\{(?:[^{}"]|${quoted}|${nested})*\}\s*`, 'g');

/** The text of a projector_config.pbtxt with an embedding, in place of an earlier one of its name if there is one. */
export function withEmbedding(
  config: string,
  { tensorName, tensorPath, metadataPath, sprite }: ProjectorEntry,
): string {
  const name = `tensor_name: ${JSON.stringify(tensorName)}`;
  const others = config.replace(embeddingBlocks, block => (block.includes(name) ? '' : block)).trimEnd();
  const lines = [
    'embeddings {',
    `  ${name}`,
    `  tensor_path: ${JSON.stringify(tensorPath)}`,
    ...(metadataPath === undefined ? [] : [`  metadata_path: ${JSON.stringify(metadataPath)}`]),
    ...(sprite === undefined
      ? []
      : [
          '  sprite {',
          `    image_path: ${JSON.stringify(sprite.path)}`,
          `    single_image_dim: ${sprite.width}`,
          `    single_image_dim: ${sprite.height}`,
          '  }',
        ]),
    '}',
  ];
  return `${others === '' ? '' : `${others}\n`}${lines.join('\n')}\n`;
}

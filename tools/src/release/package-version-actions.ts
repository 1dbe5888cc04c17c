import { execFileSync } from 'node:child_process';
import { type AfterAllProjectsVersioned, VersionActions } from 'nx/release';
import { type ProjectGraph, readJson, type Tree, updateJson } from 'nx/src/devkit-exports.js';

interface Manifest {
  readonly name: string;
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const collections = ['dependencies', 'devDependencies'] as const;

/**
 * What `nx release` does to a package.json: reads its version, writes the new one and the exact versions of our packages that it
 * depends on. The version stands in the workspace and in the tags; no registry is asked.
 */
export class PackageVersionActions extends VersionActions {
  override validManifestFilenames = ['package.json'];

  private get manifestPath(): string {
    return `${this.projectGraphNode.data.root}/package.json`;
  }

  override async readCurrentVersionFromSourceManifest(tree: Tree) {
    return { currentVersion: readJson<Manifest>(tree, this.manifestPath).version, manifestPath: this.manifestPath };
  }

  override async readCurrentVersionFromRegistry(): Promise<never> {
    throw new Error("nx release: currentVersionResolver 'registry' is not used here; set it to 'git-tag' or 'disk'.");
  }

  override async readCurrentVersionOfDependency(tree: Tree, graph: ProjectGraph, dependencyProjectName: string) {
    const manifest = readJson<Manifest>(tree, this.manifestPath);
    const name = packageName(tree, graph, dependencyProjectName);
    const collection = collections.find(key => manifest[key]?.[name] !== undefined);
    return {
      currentVersion: collection === undefined ? null : (manifest[collection]?.[name] ?? null),
      dependencyCollection: collection ?? null,
    };
  }

  override async updateProjectVersion(tree: Tree, newVersion: string): Promise<string[]> {
    updateJson<Manifest>(tree, this.manifestPath, manifest => ({ ...manifest, version: newVersion }));
    return [`${this.manifestPath}: version ${newVersion}`];
  }

  override async updateProjectDependencies(
    tree: Tree,
    graph: ProjectGraph,
    dependenciesToUpdate: Record<string, string>,
  ): Promise<string[]> {
    const said: string[] = [];
    updateJson<Manifest>(tree, this.manifestPath, manifest => {
      for (const [project, version] of Object.entries(dependenciesToUpdate)) {
        const name = packageName(tree, graph, project);
        for (const collection of collections) {
          if (manifest[collection]?.[name] === undefined) continue;
          manifest[collection][name] = version;
          said.push(`${this.manifestPath}: ${name} ${version}`);
        }
      }
      return manifest;
    });
    return said;
  }
}

function packageName(tree: Tree, graph: ProjectGraph, project: string): string {
  return readJson<Manifest>(tree, `${graph.nodes[project]?.data.root}/package.json`).name;
}

/** The lock file names our packages' versions too. */
export const afterAllProjectsVersioned: AfterAllProjectsVersioned = async (cwd, { dryRun }) => {
  if (dryRun) return { changedFiles: [], deletedFiles: [] };
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], { cwd, stdio: 'ignore' });
  return { changedFiles: ['package-lock.json'], deletedFiles: [] };
};

// biome-ignore lint/style/noDefaultExport: Nx takes the class from there.
export default PackageVersionActions;

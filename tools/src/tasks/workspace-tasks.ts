import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, readJson } from '@arcface-ts/core';
import { z } from 'zod';

const dependencySchema = z.union([
  z.string(),
  z.object({
    target: z.string(),
    projects: z.union([z.string(), z.array(z.string())]).optional(),
    dependencies: z.boolean().optional(),
  }),
]);
export type Dependency = z.infer<typeof dependencySchema>;

const targetSchema = z.object({
  executor: z.string().optional(),
  cache: z.boolean().optional(),
  dependsOn: z.array(dependencySchema).optional(),
  metadata: z.object({ description: z.string().optional() }).optional(),
});
type Target = z.infer<typeof targetSchema>;

const targetsSchema = z.record(z.string(), targetSchema);
const projectSchema = z.object({ name: z.string(), targets: targetsSchema.default({}) });
const workspaceSchema = z.object({ targetDefaults: targetsSchema.default({}) });

/** A task of the workspace: `npx nx run <name>`. */
export interface Task {
  /** `project:target` */
  readonly name: string;
  readonly description: string;
  /** `project:target`; `^target` stands for that target of every package that this one imports. */
  readonly dependencies: readonly string[];
  readonly cached: boolean;
}

/** A dependency of a project's target, by the names that `nx run` takes. */
export function dependencyNames(project: string, dependency: Dependency): string[] {
  const { target, projects, dependencies } =
    typeof dependency === 'string' ? { target: dependency, projects: undefined, dependencies: undefined } : dependency;
  if (dependencies) return [`^${target}`];
  if (projects !== undefined) return [projects].flat().map(name => `${name}:${target}`);
  return [/[:^]/.test(target) ? target : `${project}:${target}`];
}

/** Files of a workspace's projects: packages/*, tools and docker, by name. */
async function projectFiles(workspace: string): Promise<string[]> {
  const packages = await readdir(join(workspace, 'packages')).catch(() => []);
  return [...packages.sort().map(name => join('packages', name)), 'tools', 'docker']
    .map(folder => join(folder, 'project.json'))
    .filter(file => existsSync(join(workspace, file)));
}

/** nx.json's defaults for a target: those of its executor, else those of its name. A target's own keys replace them. */
function withDefaults(name: string, target: Target, defaults: Record<string, Target>): Target {
  return { ...((target.executor && defaults[target.executor]) || defaults[name]), ...target };
}

/**
 * Every task of the workspace, projects by name, targets in the order of their file. The project.json files are read
 * here instead of asking Nx: its project graph takes seconds.
 * Throws a DataError that names file and target when a target has no description.
 */
export async function workspaceTasks(workspace: string): Promise<Task[]> {
  const { targetDefaults } = await readJson(join(workspace, 'nx.json'), workspaceSchema);
  const files = await projectFiles(workspace);
  const projects = await Promise.all(files.map(file => readJson(join(workspace, file), projectSchema)));
  const undescribed: string[] = [];
  const tasks = projects.flatMap(({ name: project, targets }, index) =>
    Object.entries(targets).map(([name, own]): Task => {
      const target = withDefaults(name, own, targetDefaults);
      const description = target.metadata?.description?.trim() ?? '';
      if (description === '' || description.includes('\n')) undescribed.push(`${project}:${name} in ${files[index]}`);
      return {
        name: `${project}:${name}`,
        description,
        dependencies: (target.dependsOn ?? []).flatMap(dependency => dependencyNames(project, dependency)),
        cached: target.cache ?? false,
      };
    }),
  );
  if (undescribed.length > 0) {
    throw DataError.because({
      expected: 'a description of one line for every target',
      received: `none for ${undescribed.join(', ')}`,
      place: workspace,
      next: 'Say what the target does in its metadata.description.',
    });
  }
  return tasks;
}

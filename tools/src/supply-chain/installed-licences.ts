import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, readJson } from '@arcface-ts/core';
import satisfies from 'spdx-satisfies';
import { z } from 'zod';

/** Licences that a package may come under, by their SPDX identifiers. Those that ask for more than a notice have their reason. */
export const allowedLicences: readonly string[] = [
  ...['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Python-2.0'],
  ...['Unlicense', 'CC0-1.0'],
  'CC-BY-3.0', // SPDX's own lists, by which this check knows the licences.
  'LGPL-3.0-or-later', // libvips of sharp: a library of its own, which anyone can replace.
  'MPL-2.0', // lightningcss of vitest: a tool that nothing of ours contains.
];

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ link: z.boolean().optional() })) });

/** Before SPDX a licence was an object, or several were. */
const oldLicence = z.object({ type: z.string() }).transform(({ type }) => type);
const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), oldLicence]).optional(),
  licenses: z.array(oldLicence).optional(),
});

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression as a rule; undefined where the package does not say. */
  readonly licence: string | undefined;
}

/** The packages of a workspace's lock file that are installed: those for other systems are not. */
export async function installedPackages(workspace: string): Promise<InstalledPackage[]> {
  const { packages } = await readJson(join(workspace, 'package-lock.json'), lockSchema);
  const folders = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  const manifests = folders.map(([path]) => join(workspace, path, 'package.json')).filter(existsSync);
  return Promise.all(
    manifests.map(async file => {
      const { name, version, license, licenses } = await readJson(file, manifestSchema);
      return { name, version, licence: license ?? licenses?.map(type => `(${type})`).join(' OR ') };
    }),
  );
}

/** Throws a DataError that lists the packages whose licence is none of those that are allowed. */
export function checkLicences(packages: readonly InstalledPackage[], place: string): void {
  const others = packages.filter(({ licence }) => !isAllowed(licence));
  if (others.length === 0) return;
  const lines = others.map(({ name, version, licence }) => `\n  ${name}@${version}: ${licence ?? 'no licence'}`);
  throw DataError.because({
    expected: `packages under ${allowedLicences.join(', ')}`,
    received: `${others.length} under others:${lines.join('')}\n`,
    place,
    next: 'Use other packages; or, where the licence asks for nothing that we cannot keep, add it to allowedLicences.',
  });
}

function isAllowed(licence: string | undefined): boolean {
  if (licence === undefined) return false;
  try {
    return satisfies(licence, [...allowedLicences]);
  } catch {
    return false; // No SPDX expression: `SEE LICENSE IN …`, say.
  }
}

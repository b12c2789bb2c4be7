/** A scenario's name read as project and variant: "Vizcachitas copper, base case". */
export interface NameParts {
  project: string;
  variant: string | null;
}

export function nameParts(name: string): NameParts {
  // "Vizcachitas PFS 2023": a study names its stage and year.
  const found = /^(.+?)(?:,|:| [–—-]) (.+)$/.exec(name.trim()) ?? /^(.+?) ((?:PEA|PFS|FS|DFS|BFS) (?:19|20)\d\d)$/.exec(name.trim());
  if (!found?.[1] || !found[2]) return { project: name.trim(), variant: null };
  return { project: found[1].trim(), variant: found[2].charAt(0).toUpperCase() + found[2].slice(1).trim() };
}

/** A scenario's name read as project and variant: "Vizcachitas copper, base case". */
export interface NameParts {
  project: string;
  variant: string | null;
}

export function nameParts(name: string): NameParts {
  const found = /^(.+?)(?:,|:| [–—-]) (.+)$/.exec(name.trim());
  if (!found?.[1] || !found[2]) return { project: name.trim(), variant: null };
  return { project: found[1].trim(), variant: found[2].charAt(0).toUpperCase() + found[2].slice(1).trim() };
}

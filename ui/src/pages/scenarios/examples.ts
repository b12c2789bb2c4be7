/** The published studies shipped as examples; each is loaded when it is chosen. */
const files = import.meta.glob<string>("../../../../examples/*.toml", { query: "?raw", import: "default" });

const TITLES: Record<string, { title: string; note: string }> = {
  "vizcachitas-2023": { title: "Vizcachitas, PFS 2023", note: "copper, Chile; 33 periods, every printed row" },
  "oko-west-2025": { title: "Oko West, FS 2025", note: "gold, Guyana; 19 periods" },
};

export interface Example {
  file: string;
  title: string;
  note: string;
  load: () => Promise<string>;
}

export const EXAMPLES: readonly Example[] = Object.entries(files)
  .map(([path, load]) => {
    const file = path.split("/").at(-1) ?? path;
    const known = TITLES[file.replace(/\.toml$/, "")];
    return { file, title: known?.title ?? file, note: known?.note ?? "", load };
  })
  .sort((a, b) => b.title.localeCompare(a.title));

/** Files the tests read and write: series to import, tables and pictures that were exported. */
import type { APIRequestContext, Download } from "@playwright/test";
import { readFile } from "node:fs/promises";

export interface Imported {
  id: string;
  name: string;
}

/** A monthly series of its own, so that tests do not depend on what the demo holds. */
export async function importSeries(request: APIRequestContext, workspace: string, unit: string, value: (month: number) => number): Promise<Imported> {
  const code = `e2e_${Date.now()}_${Math.floor(Math.random() * 1e6)}`;
  const rows = Array.from({ length: 240 }, (_, i) => `${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01,${value(i).toFixed(4)}`);
  const mapping = { source: "e2e", date_column: 0, date_format: "iso", first_data_row: 2, values: [{ column: 1, code, name: code, unit }] };
  const answer = await request.post(`/api/v1/series/import?workspace=${workspace}`, {
    multipart: {
      file: { name: `${code}.csv`, mimeType: "text/csv", buffer: Buffer.from(`date,${code}\n${rows.join("\n")}\n`) },
      mapping: { name: "mapping.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(mapping)) },
    },
  });
  const { created } = (await answer.json()) as { created: { id: string }[] };
  const id = created[0]?.id;
  if (!id) throw new Error(`nothing was imported: ${await answer.text()}`);
  return { id, name: code };
}

export async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** The rows of a CSV; quoted fields may hold commas and line ends. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.replace(/\r\n/g, "\n").matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && plain === "" && end === "" && rows.at(-1)?.length === 0) break;
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  return rows.filter((row) => row.length > 0);
}

import { unzipSync, strFromU8 } from "fflate";
import { describe, expect, it } from "vitest";
import type { GridColumn } from "./column";
import { plainTable, toCsv, toJson, toTsv } from "./export";
import { compare } from "./table-model";
import { columnName, toXlsx } from "./xlsx";
import { toParquet } from "./parquet";

interface Row {
  name: string;
  value: number | null;
}
const columns: GridColumn<Row>[] = [
  { id: "name", head: "Name", value: (row) => row.name },
  { id: "value", head: "Value", unit: "US$/t", value: (row) => row.value },
  { id: "spark", head: "Trend", visual: true, value: () => null },
];
const table = plainTable([{ name: "Copper, LME", value: -36.98 }, { name: "=1+1", value: null }], columns);

describe("tables that leave", () => {
  it("carry the unit in the head and leave drawings out", () => {
    expect(table.heads).toEqual(["Name", "Value, US$/t"]);
  });
  it("write missing as empty, never 0", () => {
    expect(toTsv(table)).toBe("Name\tValue, US$/t\nCopper, LME\t-36.98\n=1+1\t");
    expect(toCsv(table)).toBe('Name,"Value, US$/t"\r\n"Copper, LME",-36.98\r\n\'=1+1,\r\n');
    expect(JSON.parse(toJson(table))).toEqual([{ Name: "Copper, LME", "Value, US$/t": -36.98 }, { Name: "=1+1", "Value, US$/t": null }]);
  });
  it("make a workbook whose numbers are numbers", async () => {
    const files = unzipSync(new Uint8Array(await toXlsx("Prices", table).arrayBuffer()));
    const sheet = strFromU8(files["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(sheet).toContain('<c r="B2"><v>-36.98</v></c>');
    expect(sheet).not.toContain('r="B3"');
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
  });
  it("make a Parquet file", async () => {
    const bytes = new Uint8Array(await toParquet(table).arrayBuffer());
    expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe("PAR1");
    expect(new TextDecoder().decode(bytes.slice(-4))).toBe("PAR1");
  });
});

it("sorts numbers as numbers and names as people do", () => {
  expect([10, 9, -1].sort(compare)).toEqual([-1, 9, 10]);
  expect(["v10", "v9", "V1"].sort(compare)).toEqual(["V1", "v9", "v10"]);
});

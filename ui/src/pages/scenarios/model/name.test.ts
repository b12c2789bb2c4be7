import { expect, it } from "vitest";
import { nameParts } from "./name";

it("splits a name into project and variant", () => {
  expect(nameParts("Vizcachitas copper, capital +20 %")).toEqual({ project: "Vizcachitas copper", variant: "Capital +20 %" });
  expect(nameParts("Oko West — base case")).toEqual({ project: "Oko West", variant: "Base case" });
  expect(nameParts("Vizcachitas PFS 2023")).toEqual({ project: "Vizcachitas", variant: "PFS 2023" });
  expect(nameParts("Gulf gas peaker")).toEqual({ project: "Gulf gas peaker", variant: null });
});

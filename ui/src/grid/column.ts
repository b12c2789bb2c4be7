import type { ReactNode } from "react";

/** A cell's plain value: what is sorted, copied and exported with full precision. Null is missing. */
export type CellValue = string | number | boolean | null | undefined;

export interface GridColumn<T> {
  id: string;
  head: string;
  /** Drawn instead of the name, such as the axis of a column of bars; the name stays for screen readers. */
  headCell?: ReactNode;
  unit?: string;
  value: (row: T) => CellValue;
  /** What is drawn; without it the value as text, numbers with `digits` decimals. */
  cell?: (row: T) => ReactNode;
  /** Fixed decimals of a number column. */
  digits?: number;
  num?: boolean;
  /** Width in steps of 4 px. */
  width?: number;
  grow?: boolean;
  /** Off until chosen. */
  hidden?: boolean;
  sortable?: boolean;
  /** Why this row has no value. */
  why?: (row: T) => string;
  /** Not in copies and exports: drawings and buttons. */
  visual?: boolean;
}

export const isNumeric = <T>(column: GridColumn<T>) => column.num ?? column.digits !== undefined;
export const headText = <T>(column: GridColumn<T>) => (column.unit ? `${column.head}, ${column.unit}` : column.head);

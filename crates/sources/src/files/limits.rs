//! How much of a file is read. Beyond a bound the file is refused with the bound in the message.

/// Size of a file.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;
/// Size of all parts of a workbook once unpacked.
pub const MAX_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// Rows of a table; a worksheet holds 1,048,576.
pub const MAX_ROWS: usize = 2_000_000;
/// Columns of a table.
pub const MAX_COLUMNS: usize = 4_096;
/// Cells of a table.
pub const MAX_CELLS: usize = 20_000_000;
/// Series that one file may hold.
pub const MAX_SERIES: usize = 20_000;
/// Rejected rows that are listed; the rest is counted.
pub const MAX_PROBLEMS: usize = 1_000;
/// Rows shown in a preview.
pub const PREVIEW_ROWS: usize = 50;
/// Rows looked at to recognise columns.
pub(crate) const SAMPLE_ROWS: usize = 400;

//! Excel workbooks of free cells with live formulas, each with its value where that is known.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, XlsxError};

use super::ExportError;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum FormulaCell {
    Empty,
    Text(String),
    Number(f64),
    /// Starts with `=`; `value` is shown by readers that do not calculate; without one they show nothing.
    Formula {
        formula: String,
        value: Option<f64>,
    },
}

/// A named sheet, row by row. The name is one that Excel takes: at most 31 characters.
#[derive(Debug, Clone, PartialEq)]
pub struct FormulaSheet {
    pub name: String,
    pub rows: Vec<Vec<FormulaCell>>,
}

/// The bytes of an XLSX file; equal sheets give equal files.
pub fn write_formulas(title: &str, sheets: &[FormulaSheet]) -> Result<Vec<u8>, ExportError> {
    build(title, sheets).map_err(|error| ExportError::Write(error.to_string()))
}

fn build(title: &str, sheets: &[FormulaSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let amount = Format::new().set_num_format("#,##0.00##");
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(&sheet.name)?;
        page.set_column_width(0, 36)?;
        for (row, cells) in (0_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    FormulaCell::Empty => {}
                    FormulaCell::Text(text) => {
                        page.write_string(row, column, text)?;
                    }
                    FormulaCell::Number(value) => {
                        page.write_number_with_format(row, column, *value, &amount)?;
                    }
                    FormulaCell::Formula { formula, value } => {
                        let formula = Formula::new(formula)
                            .set_result(value.map_or_else(String::new, |value| value.to_string()));
                        page.write_formula_with_format(row, column, formula, &amount)?;
                    }
                }
            }
        }
    }
    workbook.save_to_buffer()
}

//! Reading a file: what was found in it, how to take it, what came of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::series::{FrequencyView, SeriesView};

/// A file and how to look at it.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes the form; the parts are read by name")]
pub struct PreviewForm {
    /// CSV or XLSX.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    /// Choices to look with; the file is guessed from without them.
    options: Option<PreviewOptionsView>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = PreviewOptions)]
pub struct PreviewOptionsView {
    pub sheet: Option<String>,
    /// Row of the column names, counted from 1.
    pub header_row: Option<u32>,
    pub delimiter: Option<char>,
}

/// A file and the mapping to take it by.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes the form; the parts are read by name")]
pub struct ImportForm {
    /// CSV or XLSX.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    mapping: ImportMapping,
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// Who measured the values.
    #[schema(min_length = 1, max_length = 60)]
    pub source: String,
    pub sheet: Option<String>,
    pub unit: String,
    pub frequency: Option<FrequencyView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Imported)]
pub struct ImportedView {
    pub created: Vec<SeriesView>,
    /// Series that were there already and got values.
    pub updated: Vec<SeriesView>,
    /// Rows that could not be read; the others were kept.
    pub rejected: Vec<RejectedRow>,
    /// All rejected rows, also those beyond the first 1,000 listed.
    pub rejected_total: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedRow {
    /// Counted from 1 as in the file, the header included.
    pub row: u64,
    pub column: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    pub reason: String,
}

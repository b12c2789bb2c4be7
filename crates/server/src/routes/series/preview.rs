//! `POST /api/v1/series/preview`

use axum::Json;
use axum::extract::State;
use prospect_sources::files::{self, FileError};

use crate::extract::Form;
use crate::problem::{InputError, Kind, Problem};
use crate::state::AppState;
use crate::view::import::{PreviewForm, PreviewOptionsView, PreviewView};

/// Look at a file before importing it: columns, first rows, a suggested mapping. Nothing is stored.
#[utoipa::path(
    post, path = "/api/v1/series/preview", operation_id = "preview_series", tag = "series",
    request_body(content = PreviewForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "What the file seems to hold", body = PreviewView))
)]
pub(crate) async fn preview(
    State(state): State<AppState>,
    mut form: Form,
) -> Result<Json<PreviewView>, Problem> {
    let file = form.file("file")?;
    let options: PreviewOptionsView = form.json("options")?.unwrap_or_default();
    form.finish()?;
    let options = options.into();
    let look = move || files::preview(&file.bytes, &file.name, &options);
    let preview = state.compute.run(look).await?.map_err(refused)?;
    Ok(Json(preview.into()))
}

/// How a file that cannot be read is answered.
pub(super) fn refused(error: FileError) -> Problem {
    match error {
        FileError::TooLarge { .. } | FileError::UnpacksTooLarge { .. } => {
            Problem::new(Kind::PayloadTooLarge, error.to_string())
        }
        FileError::Mapping(errors) => {
            let errors = errors.into_iter().map(|error| {
                InputError::new(format!("/form/mapping{}", error.pointer), error.detail)
            });
            Problem::invalid_input(errors.collect())
        }
        FileError::NoSuchSheet { .. } => Problem::invalid("/form/mapping/sheet", error.to_string()),
        FileError::Empty
        | FileError::TooManyRows { .. }
        | FileError::TooManyColumns { .. }
        | FileError::TooManyCells { .. }
        | FileError::TooManySeries { .. }
        | FileError::NotATable
        | FileError::OldExcel
        | FileError::Damaged(_)
        | FileError::UnsupportedColumn { .. } => Problem::invalid("/form/file", error.to_string()),
    }
}

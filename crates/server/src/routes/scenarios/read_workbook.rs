//! `POST /api/v1/scenarios/read-workbook`

use axum::Json;
use axum::extract::State;

use crate::extract::Form;
use crate::problem::{InputError, Problem};
use crate::scenario_book::{self, ScenarioBookError};
use crate::state::AppState;
use crate::view::scenario::{ReadWorkbookForm, ReadWorkbookView};

/// Read a scenario from a workbook as `export` writes them. Nothing is stored: create or save what is answered.
#[utoipa::path(
    post, path = "/api/v1/scenarios/read-workbook", operation_id = "read_scenario_workbook",
    tag = "scenarios",
    request_body(content = ReadWorkbookForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The scenario it holds", body = ReadWorkbookView))
)]
pub(crate) async fn read_workbook(
    State(state): State<AppState>,
    mut form: Form,
) -> Result<Json<ReadWorkbookView>, Problem> {
    let file = form.file("file")?;
    form.finish()?;
    let read = state
        .compute
        .run(move || scenario_book::read(&file.bytes))
        .await?;
    let read = read.map_err(|error| {
        let lines = match &error {
            ScenarioBookError::Scenario(lines) => lines.clone(),
            ScenarioBookError::Book(error) => {
                error.to_string().lines().map(str::to_owned).collect()
            }
        };
        faults(lines)
    })?;
    if let Err(errors) = read.scenario.check() {
        return Err(faults(scenario_book::told(&read.book, &errors)));
    }
    let scenario =
        serde_json::to_value(&read.scenario).map_err(|error| Problem::internal(&error))?;
    Ok(Json(ReadWorkbookView { scenario }))
}

fn faults(lines: Vec<String>) -> Problem {
    let errors = lines
        .into_iter()
        .map(|line| InputError::new("/form/file", line));
    Problem::invalid_input(errors.collect())
}

//! `POST /api/v1/series/import`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use prospect_sources::files::{self, Mapping, ParsedSeries};
use prospect_storage::{NewSeries, Observations, Series, Workspace, WriteTx, to_microseconds};
use serde_json::json;

use super::preview::refused;
use super::{describe, score_forecasts, subject};
use crate::authenticate::Caller;
use crate::extract::Form;
use crate::names::{NAME_MAX, TITLE_MAX, check_text};
use crate::problem::Problem;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::trail;
use crate::view::import::{ImportForm, ImportedView, MappingView, RejectedCell};

/// Series without a unit in the mapping get this one, which says that it is unknown.
const NO_UNIT: &str = "1";

/// Import series from a file under a mapping. Good rows are kept and bad cells listed; either the
/// whole outcome is stored or nothing. Series that exist get the values as a new vintage.
#[utoipa::path(
    post, path = "/api/v1/series/import", operation_id = "import_series", tag = "series",
    params(WorkspaceParams),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "What was stored", body = ImportedView))
)]
pub(crate) async fn import(
    State(state): State<AppState>,
    caller: Caller,
    InWorkspace(workspace): InWorkspace,
    mut form: Form,
) -> Result<(axum::http::StatusCode, Json<ImportedView>), Problem> {
    let file = form.file("file")?;
    let (source, mapping) = mapping(&mut form)?;
    form.finish()?;
    let time_zone = mapping
        .time_zone
        .clone()
        .unwrap_or_else(|| "UTC".to_owned());
    let read = move || files::read(&file.bytes, &mapping);
    let outcome = state.compute.run(read).await?.map_err(refused)?;
    let import = Import {
        workspace: &workspace,
        source,
        time_zone,
        file_name: file.name,
    };
    let tx = state.store.write().await?;
    // Read after the write lock is held, so that vintages of one series ascend.
    let now = to_microseconds(state.clock.now());
    let (mut created, mut updated) = (Vec::new(), Vec::new());
    for parsed in outcome.series {
        let (series, is_new) = import.store(&tx, parsed, now).await?;
        let action = if is_new { "import" } else { "append" };
        trail::record(&state, &tx, &caller, action, subject(&series), None).await?;
        if is_new {
            created.push(series);
        } else {
            updated.push(series);
        }
    }
    let view = ImportedView {
        created: describe(&tx, created, now).await?,
        updated: describe(&tx, updated, now).await?,
        rejected: outcome
            .rejected
            .into_iter()
            .map(RejectedCell::from)
            .collect(),
        rejected_total: outcome.rejected_count,
        notes: outcome.notes,
    };
    tx.commit().await?;
    Ok((axum::http::StatusCode::CREATED, Json(view)))
}

fn mapping(form: &mut Form) -> Result<(String, Mapping), Problem> {
    let Some(mut view) = form.json::<MappingView>("mapping")? else {
        return Err(Problem::invalid(
            "/form/mapping",
            "the part \"mapping\" is missing",
        ));
    };
    let Some(source) = view.source.take() else {
        return Err(Problem::invalid(
            "/form/mapping/source",
            "say who measured the values",
        ));
    };
    check_text(&source, "/form/mapping/source", "the source", NAME_MAX)?;
    Ok((source, view.try_into()?))
}

/// What all series of one file share.
struct Import<'a> {
    workspace: &'a Workspace,
    source: String,
    time_zone: String,
    file_name: String,
}

impl Import<'_> {
    /// Stores a parsed series; whether it is new.
    async fn store(
        &self,
        tx: &WriteTx,
        parsed: ParsedSeries,
        now: DateTime<Utc>,
    ) -> Result<(Series, bool), Problem> {
        let known = tx
            .series()
            .by_code(self.workspace.id, &self.source, &parsed.code)
            .await?;
        let is_new = known.is_none();
        let unit = parsed.unit.as_ref().map(ToString::to_string);
        let (times, values) = parsed.series.into_parts();
        let series = if let Some(known) = known {
            if let Some(unit) = unit.filter(|unit| *unit != known.unit) {
                return Err(Problem::invalid(
                    "/form/mapping/values",
                    format!(
                        "{} is in {} and the file gives {unit}; convert it or import it under another code",
                        known.code, known.unit
                    ),
                ));
            }
            known
        } else {
            check_text(&parsed.code, "/form/mapping/values", "the code", TITLE_MAX)?;
            let new = NewSeries {
                workspace_id: self.workspace.id,
                source: self.source.clone(),
                name: parsed.name.unwrap_or_else(|| parsed.code.clone()),
                code: parsed.code,
                unit: unit.unwrap_or_else(|| NO_UNIT.to_owned()),
                frequency: parsed.frequency.name().to_owned(),
                time_zone: self.time_zone.clone(),
                description: String::new(),
                licence: String::new(),
                quality: json!({ "file": self.file_name }),
            };
            tx.series().create(new, now).await?
        };
        tx.observations()
            .append(series.id, &Observations::new(times, values), now)
            .await?;
        if !is_new {
            tx.series().touch(series.id, now).await?;
            score_forecasts(tx, &series, now).await?;
        }
        Ok((series, is_new))
    }
}

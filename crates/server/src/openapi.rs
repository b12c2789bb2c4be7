//! The parts of the OpenAPI document that belong to no single route: title, credentials, tags.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::problem::ProblemBody;
use prospect_forecast::RaceProgress;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Prospect",
        description = "Price series, forecasts, mine and plant scenarios and their simulation. \
            Errors are RFC 9457 problem documents. Lists page by cursor. Writes take an \
            `Idempotency-Key`; edits of versioned objects need `If-Match`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    // The second is the data of an event, which no response can name.
    components(schemas(ProblemBody<'_>, RaceProgress)),
    modifiers(&Credentials),
    tags(
        (name = "series", description = "Measured quantities over time, with every vintage"),
        (name = "forecasts", description = "Dated forecasts with intervals, scored later"),
        (name = "scenarios", description = "Versions of a project's assumptions"),
        (name = "simulations", description = "Runs over a scenario and their results"),
        (name = "jobs", description = "Background work"),
        (name = "workspaces", description = "Rooms that series and scenarios belong to"),
        (name = "session", description = "Signing in and out, first run"),
        (name = "users", description = "People who sign in"),
        (name = "keys", description = "API keys"),
        (name = "activity", description = "What changed, and the audit log"),
        (name = "admin", description = "Storage, backup, settings, health"),
        (name = "probes", description = "For machines that watch this one"),
    )
)]
pub(crate) struct Document;

struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("pk_…")
            .description(Some("An API key"))
            .build();
        components.add_security_scheme("api_key", SecurityScheme::Http(bearer));
        components.add_security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("prospect_session"))),
        );
    }
}

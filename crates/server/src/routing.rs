//! Registration of routes: handler, document, access level, body limit and time limit in one call,
//! so that none can be forgotten. Each route gets a guard that asks `access` and `limits` before
//! the handler runs. What the routes do is in `routes`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt as _};

use crate::access::{self, Access};
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use crate::{authenticate, cross_site, idempotency};

/// The OpenAPI extension that shows a route's access level.
pub const ACCESS_EXTENSION: &str = "x-access";

/// The search box, which sends what is in it. Every other parameter that is sent has a value.
const MAY_BE_EMPTY: &str = "q";

/// Largest body of a route that does not say otherwise.
const BODY_LIMIT_BYTES: usize = 2 << 20;
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// What a route allows beyond its access level.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    pub body_limit_bytes: usize,
    pub time_limit: Duration,
    /// Probes and scrapes are not counted against anyone's rate.
    pub rate_limited: bool,
    /// Answers a POST without storing anything, so there is nothing to do only once.
    pub computes_only: bool,
}

impl Allowance {
    pub(crate) const DEFAULT: Self = Self {
        body_limit_bytes: BODY_LIMIT_BYTES,
        time_limit: TIME_LIMIT,
        rate_limited: true,
        computes_only: false,
    };
}

impl Default for Allowance {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Collects routes; `finish` gives the router and its document.
pub(crate) struct Routes {
    /// Without a state only the document is made.
    state: Option<AppState>,
    router: OpenApiRouter<AppState>,
}

impl Routes {
    pub(crate) fn new(state: Option<AppState>, document: OpenApi) -> Self {
        Self {
            state,
            router: OpenApiRouter::with_openapi(document),
        }
    }

    pub(crate) fn add(self, access: Access, route: UtoipaMethodRouter<AppState>) -> Self {
        self.add_with(access, Allowance::default(), route)
    }

    pub(crate) fn add_with(
        mut self,
        access: Access,
        allowance: Allowance,
        (schemas, mut paths, methods): UtoipaMethodRouter<AppState>,
    ) -> Self {
        let mut query = Vec::new();
        for item in paths.paths.values_mut() {
            for (operation, writes) in [
                (&mut item.get, false),
                (&mut item.post, true),
                (&mut item.put, true),
                (&mut item.patch, true),
                (&mut item.delete, true),
            ] {
                let Some(operation) = operation else { continue };
                describe(operation, access, writes);
                if writes && honours_idempotency(access, allowance) {
                    let parameters = operation.parameters.get_or_insert_default();
                    parameters.push(RefOr::T(idempotency::parameter()));
                }
                query.extend(query_parameters(operation));
            }
        }
        let mut route = (schemas, paths, methods);
        if let Some(state) = self.state.clone() {
            let guard = Guard {
                state,
                access,
                allowance,
                query: query.into(),
            };
            route = route
                .layer(DefaultBodyLimit::max(allowance.body_limit_bytes))
                .layer(from_fn(move |request, next| {
                    within(allowance.time_limit, request, next)
                }))
                .layer(from_fn_with_state(guard, Guard::run));
        }
        self.router = self.router.routes(route);
        self
    }

    pub(crate) fn finish(self) -> (axum::Router<AppState>, OpenApi) {
        self.router.split_for_parts()
    }
}

#[derive(Clone)]
struct Guard {
    state: AppState,
    access: Access,
    allowance: Allowance,
    query: Arc<[String]>,
}

impl Guard {
    async fn run(
        axum::extract::State(guard): axum::extract::State<Self>,
        request: Request,
        next: Next,
    ) -> Response {
        let (mut parts, body) = request.into_parts();
        if let Err(problem) = guard.admit(&mut parts).await {
            return problem.into_response();
        }
        let writes = is_write(&parts.method) && !guard.allowance.computes_only;
        let request = Request::from_parts(parts, body);
        if writes {
            let limit = guard.allowance.body_limit_bytes;
            return idempotency::once(&guard.state, limit, request, next).await;
        }
        next.run(request).await
    }

    async fn admit(&self, parts: &mut Parts) -> Result<(), Problem> {
        let caller = authenticate::caller(&self.state, parts).await?;
        if self.allowance.rate_limited {
            self.state.limits.admit(caller.as_ref(), parts)?;
        }
        access::check(caller.as_ref(), self.access)?;
        if is_write(&parts.method) {
            cross_site::refuse(caller.as_ref(), parts)?;
        }
        self.check_query(parts.uri.query().unwrap_or_default())?;
        self.check_length(&parts.headers)?;
        if let Some(caller) = caller {
            parts.extensions.insert(caller);
        }
        Ok(())
    }

    fn check_query(&self, query: &str) -> Result<(), Problem> {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if value.is_empty() && name != MAY_BE_EMPTY {
                return Err(Problem::invalid(
                    format!("/query/{name}"),
                    format!("\"{name}\" has no value; leave it out or give one"),
                ));
            }
            // A client may send its workspace along everywhere, also where it does not matter.
            if name != "workspace" && !self.query.iter().any(|known| known == name) {
                let known = self.query.join(", ");
                let takes = if known.is_empty() {
                    "none".to_owned()
                } else {
                    known
                };
                return Err(Problem::invalid(
                    format!("/query/{name}"),
                    format!("\"{name}\" is not a parameter of this address; it takes {takes}"),
                ));
            }
        }
        Ok(())
    }

    fn check_length(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let length = headers
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.parse::<usize>().ok());
        let limit = self.allowance.body_limit_bytes;
        if length.is_some_and(|length| length > limit) {
            return Err(Problem::new(
                Kind::PayloadTooLarge,
                format!("the body may have at most {limit} bytes here"),
            ));
        }
        Ok(())
    }
}

pub(crate) fn is_write(method: &Method) -> bool {
    !(method.is_safe() || method == Method::OPTIONS)
}

async fn within(limit: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(
            Kind::RequestTimeout,
            format!(
                "the request took longer than {} s; start it as a job",
                limit.as_secs()
            ),
        )
        .into_response(),
    }
}

/// A public route may have no caller, and without one there is nobody to remember an answer for.
fn honours_idempotency(access: Access, allowance: Allowance) -> bool {
    access != Access::Public && !allowance.computes_only
}

/// Writes into the document what registration knows: access, credentials, the shared problems.
fn describe(operation: &mut Operation, access: Access, writes: bool) {
    operation
        .extensions
        .get_or_insert_default()
        .insert(ACCESS_EXTENSION.to_owned(), json!(access.as_str()));
    if access != Access::Public {
        operation.security = Some(vec![
            SecurityRequirement::new("api_key", Vec::<String>::new()),
            SecurityRequirement::new("session", Vec::<String>::new()),
        ]);
    }
    let mut kinds = vec![Kind::RequestTimeout, Kind::TooManyRequests, Kind::Internal];
    kinds.push(Kind::Unavailable);
    // Bad credentials are refused on public routes as well.
    kinds.push(Kind::Unauthenticated);
    kinds.push(Kind::Forbidden);
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let names = |place: ParameterIn, wanted: Option<&str>| {
        parameters
            .iter()
            .filter_map(|parameter| located(parameter, &place))
            .any(|parameter| wanted.is_none_or(|wanted| parameter.name == wanted))
    };
    // A body of anyone but the unknown names objects: a series, a scenario, a workspace.
    if names(ParameterIn::Path, None)
        || names(ParameterIn::Query, Some("workspace"))
        || (operation.request_body.is_some() && access != Access::Public)
    {
        kinds.push(Kind::NotFound);
    }
    if names(ParameterIn::Header, Some("If-Match")) {
        kinds.extend([
            Kind::BadRequest,
            Kind::PreconditionFailed,
            Kind::PreconditionRequired,
        ]);
    }
    if writes {
        kinds.extend([Kind::BadRequest, Kind::Conflict]);
    }
    kinds.push(Kind::Unprocessable);
    if operation.request_body.is_some() {
        kinds.extend([
            Kind::BadRequest,
            Kind::PayloadTooLarge,
            Kind::UnsupportedMediaType,
        ]);
    }
    for kind in kinds {
        operation
            .responses
            .responses
            .entry(kind.status().as_u16().to_string())
            .or_insert_with(|| problem_response(kind));
    }
}

pub(crate) fn problem_response(kind: Kind) -> RefOr<utoipa::openapi::Response> {
    RefOr::T(
        ResponseBuilder::new()
            .description(kind.title())
            .content(
                crate::problem::CONTENT_TYPE,
                ContentBuilder::new()
                    .schema(Some(Ref::from_schema_name("Problem")))
                    .build(),
            )
            .build(),
    )
}

fn query_parameters(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter().flatten();
    parameters
        .filter_map(|parameter| located(parameter, &ParameterIn::Query))
        .map(|parameter| parameter.name.clone())
        .collect()
}

fn located<'p>(parameter: &'p RefOr<Parameter>, place: &ParameterIn) -> Option<&'p Parameter> {
    match parameter {
        RefOr::T(parameter) if parameter.parameter_in == *place => Some(parameter),
        RefOr::T(_) | RefOr::Ref(_) => None,
    }
}

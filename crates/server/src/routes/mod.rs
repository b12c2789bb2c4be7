//! Every address the server answers, with the access it asks for. One endpoint, one file below.

use std::time::Duration;

use utoipa::OpenApi as _;
use utoipa_axum::routes;

use crate::access::Access::{Admin, Analyst, Public, Viewer};
use crate::openapi::Document;
use crate::routing::{Allowance, Routes};
use crate::state::AppState;

mod activity;
mod admin;
mod audit;
mod docs;
mod forecasts;
mod jobs;
pub(crate) mod keys;
mod probes;
mod scenarios;
pub(crate) mod series;
mod session;
mod setup;
mod simulations;
mod users;
mod workspaces;
mod ws;

pub(crate) use docs::document::DOCUMENT;

/// The largest file the readers take, and room for the form around it.
const UPLOAD_LIMIT_BYTES: usize = prospect_sources::files::limits::MAX_FILE_BYTES + (1 << 20);

/// A hundred thousand observations in JSON.
const BULK: Allowance = Allowance {
    body_limit_bytes: 16 << 20,
    ..Allowance::DEFAULT
};

const UPLOAD: Allowance = Allowance {
    body_limit_bytes: UPLOAD_LIMIT_BYTES,
    time_limit: Duration::from_mins(2),
    ..Allowance::DEFAULT
};

/// A draft, or a look at something that is not kept.
const LOOK: Allowance = Allowance {
    computes_only: true,
    ..Allowance::DEFAULT
};

const LOOK_AT_FILE: Allowance = Allowance {
    computes_only: true,
    ..UPLOAD
};

const PROBE: Allowance = Allowance {
    rate_limited: false,
    ..Allowance::DEFAULT
};

/// All routes; without a state for their document alone.
pub(crate) fn all(state: Option<AppState>) -> Routes {
    let routes = Routes::new(state, Document::openapi());
    let routes = probes(routes);
    let routes = accounts(routes);
    let routes = workspaces(routes);
    let routes = series(routes);
    let routes = forecasts(routes);
    let routes = scenarios(routes);
    let routes = simulations(routes);
    let routes = jobs(routes);
    admin(routes)
}

fn probes(routes: Routes) -> Routes {
    routes
        .add_with(Public, PROBE, routes!(probes::health::health))
        .add_with(Public, PROBE, routes!(probes::livez::livez))
        .add_with(Public, PROBE, routes!(probes::readyz::readyz))
        .add_with(Public, PROBE, routes!(probes::metrics::metrics))
        .add(Public, routes!(docs::document::openapi))
        .add(Public, routes!(docs::viewer::docs))
        .add(Public, routes!(docs::viewer::docs_file))
}

fn accounts(routes: Routes) -> Routes {
    routes
        .add(Public, routes!(setup::show::show))
        .add(Public, routes!(setup::complete::complete))
        .add(Public, routes!(session::show::show))
        .add(Public, routes!(session::create::create))
        .add(Public, routes!(session::delete::delete))
        .add(Admin, routes!(users::list::list))
        .add(Admin, routes!(users::create::create))
        .add(Admin, routes!(users::update::update))
        .add(Admin, routes!(users::delete::delete))
        .add(Viewer, routes!(keys::list::list))
        .add(Viewer, routes!(keys::create::create))
        .add(Viewer, routes!(keys::delete::delete))
        .add(Viewer, routes!(keys::rotate::rotate))
        .add(Admin, routes!(audit::list::list))
        .add(Viewer, routes!(activity::list::list))
}

fn workspaces(routes: Routes) -> Routes {
    routes
        .add(Viewer, routes!(workspaces::list::list))
        .add(Admin, routes!(workspaces::create::create))
        .add(Viewer, routes!(workspaces::show::show))
        .add(Admin, routes!(workspaces::update::update))
        .add(Admin, routes!(workspaces::delete::delete))
}

fn series(routes: Routes) -> Routes {
    routes
        .add(Viewer, routes!(series::list::list))
        .add(Viewer, routes!(series::show::show))
        .add(Analyst, routes!(series::update::update))
        .add(Analyst, routes!(series::delete::delete))
        .add(Viewer, routes!(series::observations::observations))
        .add_with(Analyst, BULK, routes!(series::append::append))
        .add(Viewer, routes!(series::vintages::vintages))
        .add(Viewer, routes!(series::export::export))
        .add_with(Analyst, LOOK_AT_FILE, routes!(series::preview::preview))
        .add_with(Analyst, UPLOAD, routes!(series::import::import))
}

fn forecasts(routes: Routes) -> Routes {
    routes
        .add_with(Analyst, LOOK, routes!(forecasts::preview::preview))
        .add_with(Analyst, LOOK, routes!(forecasts::race::race))
        .add(Analyst, routes!(forecasts::create::create))
        .add(Analyst, routes!(forecasts::batch::batch))
        .add(Viewer, routes!(forecasts::list::list))
        .add(Viewer, routes!(forecasts::show::show))
        .add(Viewer, routes!(forecasts::score::score))
        .add(Viewer, routes!(forecasts::export::export))
}

fn scenarios(routes: Routes) -> Routes {
    routes
        .add(Viewer, routes!(scenarios::list::list))
        .add(Analyst, routes!(scenarios::create::create))
        .add(Viewer, routes!(scenarios::show::show))
        .add(Analyst, routes!(scenarios::delete::delete))
        .add(Viewer, routes!(scenarios::versions::list::list))
        .add(Analyst, routes!(scenarios::versions::create::create))
        .add(Viewer, routes!(scenarios::versions::show::show))
        .add(Viewer, routes!(scenarios::versions::export::export))
        .add(Viewer, routes!(scenarios::diff::diff))
        .add_with(Analyst, LOOK, routes!(scenarios::evaluate::evaluate))
        .add_with(
            Viewer,
            simulations::export::ALLOWANCE,
            routes!(scenarios::report::report),
        )
        .add_with(
            Analyst,
            LOOK_AT_FILE,
            routes!(scenarios::read_workbook::read_workbook),
        )
}

fn simulations(routes: Routes) -> Routes {
    let run = simulations::run::ALLOWANCE;
    let export = simulations::export::ALLOWANCE;
    routes
        .add_with(Analyst, run, routes!(simulations::run::run))
        .add_with(Analyst, run, routes!(simulations::run::run_unversioned))
        .add(Viewer, routes!(simulations::list::list))
        .add(Viewer, routes!(simulations::show::show))
        .add(Analyst, routes!(simulations::delete::delete))
        .add(Viewer, routes!(simulations::result::result))
        .add_with(Viewer, export, routes!(simulations::export::export))
        .add_with(Viewer, export, routes!(simulations::report::report))
        .add(Viewer, routes!(simulations::iteration::iteration))
        .add_with(Viewer, LOOK, routes!(simulations::sobol::sobol))
        .add_with(Analyst, LOOK, routes!(simulations::compare::compare))
}

fn jobs(routes: Routes) -> Routes {
    routes
        .add(Viewer, routes!(jobs::list::list))
        .add(Viewer, routes!(jobs::show::show))
        .add(Analyst, routes!(jobs::cancel::cancel))
        .add(Analyst, routes!(jobs::retry::retry))
        .add(Viewer, routes!(ws::ws))
}

fn admin(routes: Routes) -> Routes {
    routes
        .add(Admin, routes!(admin::storage::storage))
        .add(Admin, routes!(admin::backup::backup))
        .add(Admin, routes!(admin::settings::settings))
        .add(Admin, routes!(admin::health::health))
}

//! Intermittent demand: series of mostly zeros, forecast as a rate per period.
//!
//! Croston's method and its relatives smooth the sizes of the demands and the time between them;
//! ADIDA and IMAPA smooth sums over buckets of several periods. Definitions follow statsforecast
//! 2.1.1. All forecast a flat line; none has a likelihood, so there are no information criteria.

mod buckets;
mod croston;
mod fit;
mod smoothing;
mod state;
mod tsb;

pub use buckets::Buckets;
pub use croston::Croston;
pub use fit::{IntermittentFit, Method, fit};
pub use state::{IntermittentState, Rate};
pub use tsb::Tsb;

//! Time value of money and the accounting of a project, as plain functions of numbers (definitions, part A).
//!
//! Nothing here knows scenarios, units or iterations; [`crate::plan`] calls these with columns already converted.

pub mod debt;
pub mod depreciation;
pub mod escalation;
mod exponential_sum;
mod irr;
mod irr_lanes;
mod irr_rows;
mod mirr;
mod payback;
mod reason;
pub mod recovery;
pub mod royalty;
pub mod smelter;
pub mod tax;
mod timing;
pub mod unit_cost;
pub mod working_capital;

mod dated;

pub use dated::{DatedFlows, xirr, xnpv};
pub use irr::{Irr, IrrKind, IrrStatus, irr, irr_at_times};
pub(crate) use irr_lanes::{IrrLanes, LaneStatus};
pub use irr_rows::{RowRate, irr_of_rows};
pub use mirr::mirr;
pub use payback::{
    Payback, PaybackConvention, PeakFunding, payback, peak_funding, profitability_index,
};
pub use reason::Reason;
pub use timing::{PeriodLengths, TimingError, net_present_value, npv};

//! Statistics of simulated outputs (definitions B3, B4, B6): sums, percentiles, tails, intervals, ranks.

mod intervals;
mod order;
mod percentile;
mod rank;
mod risk;
mod sums;

pub use intervals::{quantile_ranks, wilson};
pub(crate) use order::{sort, sorted_with_places};
pub use percentile::{percentile, percentile_of_sorted, percentiles_by_selection};
pub use rank::{average_ranks, pearson, spearman, standardised_rank_regression};
pub(crate) use rank::{correlation, pairwise_correlation, standardised};
pub use risk::{conditional_value_at_risk, value_at_risk};
pub(crate) use sums::extremes;
pub use sums::{mean_and_sd, sum};

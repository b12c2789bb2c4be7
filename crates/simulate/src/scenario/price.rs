//! Prices: the deck the base case uses and the process or forecast the simulation uses.

use serde::{Deserialize, Serialize};

use super::{Source, Terms, Values};

/// One price over all periods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub id: String,
    pub name: String,
    /// `US$/lb`, `US$/oz`, `US$/t`.
    pub unit: String,
    /// The deterministic price, flat or per period. Without it the base case uses the expected value of the path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deck: Option<Deck>,
    /// What the simulation draws; without it every iteration uses the deck.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PricePath>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// A price deck: flat, or one value per period.
pub type Deck = Values;

/// How a price moves in the simulation. A period's price is the process at the middle of the period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PricePath {
    /// Geometric Brownian motion; `drift` is the yearly growth of the mean.
    Gbm {
        /// Price at the valuation date, in the price's unit. Left out with `around_deck`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<f64>,
        #[serde(default)]
        drift: f64,
        /// Per √year, of the logarithm.
        volatility: f64,
        /// The path only gives the shape: it is divided by its mean and multiplied by the deck.
        #[serde(default)]
        around_deck: bool,
    },
    /// Schwartz (1997) one-factor: the logarithm reverts.
    OneFactor {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<f64>,
        /// κ, per year.
        reversion: f64,
        /// The price the mean tends to, in the price's unit. Give this or `mu`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        long_run_mean: Option<f64>,
        /// Schwartz's µ: the logarithm reverts to µ - σ²/2κ.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mu: Option<f64>,
        volatility: f64,
        #[serde(default)]
        around_deck: bool,
    },
    /// Sample paths of a stored forecast; each iteration takes one.
    Forecast {
        /// The id of the stored forecast.
        forecast: String,
        /// What holds after the forecast's last step.
        #[serde(default)]
        beyond: Beyond,
    },
}

/// What a price does after the last step of the forecast it is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// Each path keeps its last value.
    #[default]
    Hold,
    /// The deck takes over.
    Deck,
    /// The deck takes over, scaled by how far each path's last value stood from the mean of all paths.
    DeckScaled,
}

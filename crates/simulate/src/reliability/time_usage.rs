//! Every hour of a machine in one bucket, and the ratios sites argue about.

use serde::{Deserialize, Serialize};

use crate::economics::Reason;

/// Hours by bucket (Global Mining Guidelines Group 2020, "A standardized time classification framework for mobile
/// equipment in surface mining"). They add up to the calendar hours; hours nobody accounted for are `unclassified` and count
/// as scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TimeUsage {
    pub unscheduled: f64,
    pub planned_maintenance: f64,
    pub breakdown: f64,
    pub standby: f64,
    pub operating_delay: f64,
    pub operating: f64,
    #[serde(default)]
    pub unclassified: f64,
}

/// What was made in the operating hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Production {
    /// Per operating hour, at best.
    pub ideal_rate: f64,
    pub produced: f64,
    pub good: f64,
}

/// Totals and ratios (definitions B7). A ratio is null where its denominator is 0.
#[derive(Debug, Clone, PartialEq)]
pub struct UsageFigures {
    pub calendar: f64,
    pub scheduled: f64,
    pub available: f64,
    pub utilised: f64,
    /// Available ÷ scheduled.
    pub physical_availability: Result<f64, Reason>,
    /// Utilised ÷ available.
    pub use_of_availability: Result<f64, Reason>,
    /// Operating ÷ utilised.
    pub operating_efficiency: Result<f64, Reason>,
    /// Operating ÷ calendar.
    pub asset_utilisation: Result<f64, Reason>,
    /// Utilised ÷ (utilised + breakdown).
    pub mechanical_availability: Result<f64, Reason>,
}

/// Overall equipment effectiveness: availability × performance × quality = good ÷ (ideal rate × scheduled).
#[derive(Debug, Clone, PartialEq)]
pub struct Oee {
    /// Operating ÷ scheduled.
    pub availability: Result<f64, Reason>,
    /// Produced ÷ (ideal rate × operating).
    pub performance: Result<f64, Reason>,
    /// Good ÷ produced.
    pub quality: Result<f64, Reason>,
    pub oee: Result<f64, Reason>,
}

impl TimeUsage {
    pub fn scheduled(&self) -> f64 {
        self.planned_maintenance + self.breakdown + self.available() + self.unclassified
    }

    pub fn available(&self) -> f64 {
        self.standby + self.utilised()
    }

    pub fn utilised(&self) -> f64 {
        self.operating_delay + self.operating
    }

    pub fn calendar(&self) -> f64 {
        self.unscheduled + self.scheduled()
    }

    pub fn figures(&self) -> UsageFigures {
        UsageFigures {
            calendar: self.calendar(),
            scheduled: self.scheduled(),
            available: self.available(),
            utilised: self.utilised(),
            physical_availability: ratio(self.available(), self.scheduled()),
            use_of_availability: ratio(self.utilised(), self.available()),
            operating_efficiency: ratio(self.operating, self.utilised()),
            asset_utilisation: ratio(self.operating, self.calendar()),
            mechanical_availability: ratio(self.utilised(), self.utilised() + self.breakdown),
        }
    }

    pub fn oee(&self, production: &Production) -> Oee {
        let Production {
            ideal_rate,
            produced,
            good,
        } = *production;
        Oee {
            availability: ratio(self.operating, self.scheduled()),
            performance: ratio(produced, ideal_rate * self.operating),
            quality: ratio(good, produced),
            oee: ratio(good, ideal_rate * self.scheduled()),
        }
    }
}

fn ratio(part: f64, whole: f64) -> Result<f64, Reason> {
    if whole == 0.0 {
        Err(Reason::DivisionByZero)
    } else {
        Ok(part / whole)
    }
}

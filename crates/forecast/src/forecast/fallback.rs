//! What a forecast fell back to, named in its result.

use serde::{Deserialize, Serialize};

/// Something that did not go the usual way; never silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// All values are equal; naive is shown.
    Constant,
    /// No past forecast fits; models were not compared.
    TooShortToTest,
    /// At least one band leans on the prior of its method: past forecasts are few.
    CalibratedBands,
    /// At least one band comes from the model alone although past errors were asked for.
    AnalyticBands,
    /// At least one band cannot be given.
    NoBands,
    /// Sets of windows were merged.
    MergedWindows,
    /// The state moved on between refits instead of refitting at each origin.
    LimitedRefits,
    /// Windows were spread or cut to the given number instead of using every origin.
    LimitedWindows,
    /// Candidates that could not win any more left the race early.
    EarlyStopping,
    /// The front of the history is left out: a regressor begins later.
    ShortenedHistory,
    /// Regressors were given and some candidates cannot use them.
    RegressorsIgnored,
    /// A member of the ensemble refused the data and is left out.
    MemberRefused,
}

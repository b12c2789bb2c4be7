//! Names and shapes of the models.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorKind {
    Additive,
    Multiplicative,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TrendKind {
    None,
    Additive,
    Damped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Seasonality {
    None,
    Additive,
    Multiplicative,
}

/// One of the admissible models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Form {
    error: ErrorKind,
    trend: TrendKind,
    season: Seasonality,
}

impl Form {
    /// `None` for an additive error with a multiplicative season.
    pub const fn new(error: ErrorKind, trend: TrendKind, season: Seasonality) -> Option<Self> {
        match (error, season) {
            (ErrorKind::Additive, Seasonality::Multiplicative) => None,
            _ => Some(Self {
                error,
                trend,
                season,
            }),
        }
    }

    /// All fifteen, simplest first.
    pub fn all() -> impl Iterator<Item = Self> {
        let seasons = [
            Seasonality::None,
            Seasonality::Additive,
            Seasonality::Multiplicative,
        ];
        let trends = [TrendKind::None, TrendKind::Additive, TrendKind::Damped];
        let errors = [ErrorKind::Additive, ErrorKind::Multiplicative];
        seasons.into_iter().flat_map(move |season| {
            trends.into_iter().flat_map(move |trend| {
                errors
                    .into_iter()
                    .filter_map(move |error| Self::new(error, trend, season))
            })
        })
    }

    /// The model with these letters, such as `MAdM`.
    pub fn parse(letters: &str) -> Option<Self> {
        Self::all().find(|form| form.letters() == letters)
    }

    /// Error, trend and season: `AAN`, `MAdM`.
    pub fn letters(self) -> &'static str {
        use {ErrorKind as E, Seasonality as S, TrendKind as T};
        match (self.error, self.trend, self.season) {
            (E::Additive, T::None, S::None) => "ANN",
            (E::Additive, T::Additive, S::None) => "AAN",
            (E::Additive, T::Damped, S::None) => "AAdN",
            (E::Additive, T::None, _) => "ANA",
            (E::Additive, T::Additive, _) => "AAA",
            (E::Additive, T::Damped, _) => "AAdA",
            (E::Multiplicative, T::None, S::None) => "MNN",
            (E::Multiplicative, T::Additive, S::None) => "MAN",
            (E::Multiplicative, T::Damped, S::None) => "MAdN",
            (E::Multiplicative, T::None, S::Additive) => "MNA",
            (E::Multiplicative, T::Additive, S::Additive) => "MAA",
            (E::Multiplicative, T::Damped, S::Additive) => "MAdA",
            (E::Multiplicative, T::None, S::Multiplicative) => "MNM",
            (E::Multiplicative, T::Additive, S::Multiplicative) => "MAM",
            (E::Multiplicative, T::Damped, S::Multiplicative) => "MAdM",
        }
    }

    pub fn error(self) -> ErrorKind {
        self.error
    }

    pub fn trend(self) -> TrendKind {
        self.trend
    }

    pub fn season(self) -> Seasonality {
        self.season
    }

    pub fn has_trend(self) -> bool {
        self.trend != TrendKind::None
    }

    pub fn is_damped(self) -> bool {
        self.trend == TrendKind::Damped
    }

    pub fn is_seasonal(self) -> bool {
        self.season != Seasonality::None
    }

    /// Needs values above zero.
    pub fn needs_positive(self) -> bool {
        self.error == ErrorKind::Multiplicative || self.season == Seasonality::Multiplicative
    }

    /// Smoothing parameters: α, β, γ, φ as far as they occur.
    pub fn weights(self) -> usize {
        1 + usize::from(self.has_trend())
            + usize::from(self.is_seasonal())
            + usize::from(self.is_damped())
    }

    /// Free initial states with season length `m`; one of the m seasons follows from the others.
    pub fn free_states(self, m: usize) -> usize {
        let seasons = if self.is_seasonal() { m - 1 } else { 0 };
        1 + usize::from(self.has_trend()) + seasons
    }

    /// Parameters for the information criteria: weights, free states and σ².
    pub fn parameters(self, m: usize) -> usize {
        self.weights() + self.free_states(m) + 1
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = self.letters();
        let (error, rest) = letters.split_at(1);
        let (trend, season) = rest.split_at(rest.len() - 1);
        write!(f, "ETS({error},{trend},{season})")
    }
}

impl Serialize for Form {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.letters())
    }
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let letters = String::deserialize(deserializer)?;
        Self::parse(&letters).ok_or_else(|| {
            serde::de::Error::custom(format!("no exponential smoothing model {letters}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_models_have_names_of_their_own() {
        let forms: Vec<Form> = Form::all().collect();
        assert_eq!(forms.len(), 15);
        for form in &forms {
            assert_eq!(Form::parse(form.letters()), Some(*form));
        }
        assert_eq!(Form::parse("AAM"), None);
        assert_eq!(
            Form::parse("MAdM").map(|form| form.to_string()).as_deref(),
            Some("ETS(M,Ad,M)")
        );
    }

    #[test]
    fn parameters_are_counted_as_the_criteria_count_them() {
        let count = |letters, m| Form::parse(letters).expect("admissible").parameters(m);
        assert_eq!(count("ANN", 12), 3);
        assert_eq!(count("MAdM", 12), 4 + 13 + 1);
    }
}

//! A report of a scenario in the order of a technical report: assumptions, annual cash flow, results, simulation,
//! sensitivity, reconciliation, what is assumed and how each number was made.
//!
//! The report is a document of tables and charts; [`html`] writes it as one page, workbooks take its tables. Nothing is
//! computed here: every number is the engine's or the scenario's.

mod assumptions;
mod chart;
pub mod html;
mod numbers;
mod results;
mod simulated;

pub use numbers::{number, percent, significant};
use serde::{Deserialize, Serialize};

use crate::result::{BaseCase, SimulationResult};
use crate::scenario::Scenario;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub scenario: &'a Scenario,
    pub case: &'a BaseCase,
    pub simulation: Option<&'a SimulationResult>,
    /// What the scenario is called where it is stored: `vizcachitas v3`.
    pub version: Option<&'a str>,
    /// The moment up to which its data were known.
    pub as_of: Option<&'a str>,
}

/// A part that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportSection {
    Results,
    Assumptions,
    CashFlow,
    Simulation,
    Sensitivity,
    Reconciliation,
    Conventions,
    Methods,
}

impl ReportSection {
    /// In the order of the report.
    pub const ALL: [Self; 8] = [
        Self::Results,
        Self::Assumptions,
        Self::CashFlow,
        Self::Simulation,
        Self::Sensitivity,
        Self::Reconciliation,
        Self::Conventions,
        Self::Methods,
    ];

    /// The word of requests and flags.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Assumptions => "assumptions",
            Self::CashFlow => "cash_flow",
            Self::Simulation => "simulation",
            Self::Sensitivity => "sensitivity",
            Self::Reconciliation => "reconciliation",
            Self::Conventions => "conventions",
            Self::Methods => "methods",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Results => "Results of the base case",
            Self::Assumptions => "Assumptions",
            Self::CashFlow => "Annual cash flow",
            Self::Simulation => "Simulation",
            Self::Sensitivity => "Sensitivity",
            Self::Reconciliation => "Reconciliation with reported figures",
            Self::Conventions => "Warnings and conventions",
            Self::Methods => "How each number was made",
        }
    }

    /// Reads `results,cash_flow`.
    pub fn list(text: &str) -> Result<Vec<Self>, UnknownSection> {
        let words = text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let read = |word: &str| {
            let same = |section: &Self| section.as_str() == word.replace('-', "_");
            Self::ALL
                .into_iter()
                .find(same)
                .ok_or_else(|| UnknownSection(word.to_owned()))
        };
        let chosen: Vec<Self> = words.map(read).collect::<Result<_, _>>()?;
        if chosen.is_empty() {
            return Err(UnknownSection(String::new()));
        }
        Ok(chosen)
    }
}

/// A word that names no section.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown section \"{0}\"; use results, assumptions, cash_flow, simulation, sensitivity, reconciliation, conventions or methods"
)]
pub struct UnknownSection(pub String);

#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub title: String,
    /// Scenario, version, engine, seed: pairs of words.
    pub facts: Vec<(String, String)>,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub section: ReportSection,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Text(String),
    List(Vec<String>),
    Table(Table),
    Chart(Chart),
}

/// Rows of entries under headings; the first column names the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub caption: String,
    pub headings: Vec<String>,
    pub rows: Vec<Vec<Entry>>,
}

/// What stands in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// As people read it.
    pub text: String,
    /// With every digit, where it is a number.
    pub number: Option<f64>,
}

impl Entry {
    fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: None,
        }
    }

    fn number(value: f64) -> Self {
        Self {
            text: significant(value),
            number: Some(value),
        }
    }

    fn count(count: u64) -> Self {
        Self {
            text: number(count as f64, 0),
            number: Some(count as f64),
        }
    }

    fn percent(share: f64) -> Self {
        Self {
            text: percent(share, 2),
            number: Some(share),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Counts of equal bins, with lines at named values.
    Histogram {
        title: String,
        unit: String,
        bins: Vec<(f64, f64, u64)>,
        marks: Vec<(String, f64)>,
    },
    /// Bars around a base, largest first: label, value at low, value at high.
    Tornado {
        title: String,
        unit: String,
        base: f64,
        bars: Vec<(String, f64, f64)>,
    },
    /// A value per period, with a band around it where there is one.
    Line {
        title: String,
        unit: String,
        labels: Vec<String>,
        values: Vec<f64>,
        /// Low and high.
        band: Option<(Vec<f64>, Vec<f64>)>,
    },
}

impl Report {
    /// The chosen sections that the subject has, in the order of the report.
    pub fn new(subject: &Subject<'_>, sections: &[ReportSection]) -> Self {
        let parts = ReportSection::ALL
            .into_iter()
            .filter(|section| sections.contains(section));
        let parts = parts.filter_map(|section| {
            let blocks = match section {
                ReportSection::Results => results::figures(subject.case),
                ReportSection::Assumptions => assumptions::blocks(subject.scenario),
                ReportSection::CashFlow => results::cash_flow(subject.case),
                ReportSection::Simulation => simulated::distributions(subject),
                ReportSection::Sensitivity => simulated::sensitivity(subject),
                ReportSection::Reconciliation => results::reconciliation(subject.case),
                ReportSection::Conventions => results::conventions(subject),
                ReportSection::Methods => results::methods(subject.case),
            };
            (!blocks.is_empty()).then_some(Part { section, blocks })
        });
        Self {
            title: subject.case.scenario_name.clone(),
            facts: facts(subject),
            parts: parts.collect(),
        }
    }
}

fn facts(subject: &Subject<'_>) -> Vec<(String, String)> {
    let (scenario, case) = (subject.scenario, subject.case);
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, text: String| facts.push((name.to_owned(), text));
    if let Some(version) = subject.version {
        add("Scenario version", version.to_owned());
    }
    add("Scenario hash (SHA-256)", scenario.content_hash());
    if let Some(as_of) = subject.as_of {
        add("As of", as_of.to_owned());
    }
    let year = case
        .base_year
        .map_or(String::new(), |year| format!(" of {year}"));
    add(
        "Money",
        format!("{}, {}{year}", case.money_unit, case.terms),
    );
    add(
        "Discounting",
        format!(
            "{} a year, {} of period",
            percent(case.discount_rate, 2),
            case.timing
        ),
    );
    if let Some(start) = &scenario.periods.start {
        add("Valuation date", start.clone());
    }
    match subject.simulation {
        Some(result) => {
            let cut = if result.cancelled {
                ", stopped early"
            } else {
                ""
            };
            add(
                "Iterations",
                format!("{}{cut}", number(result.iterations as f64, 0)),
            );
            add("Seed", result.settings.seed.to_string());
            add(
                "Sampling",
                result.settings.sampling.as_str().replace('_', " "),
            );
        }
        None => add("Simulation", "none: the base case only".to_owned()),
    }
    add("Engine", format!("Prospect {}", case.engine_version));
    if let Some(source) = &scenario.source {
        add("Source", assumptions::cited(source));
    }
    facts
}

//! What a scenario evaluates to: shapes shared by the command line, the API and the workbench. Nothing is computed here.

mod base_case;
mod comparison;
mod correlation;
mod figure;
mod simulation;
mod sobol;

pub use base_case::{
    BaseCase, BreakEven, ByTiming, Figures, PeriodInfo, Reconciliation, Row, RowKind, Section,
    UnitCostFigure,
};
pub use comparison::{ComparedScenario, Comparison};
pub use correlation::{CorrelationSummary, PairSummary};
pub use figure::Figure;
pub use simulation::{
    Band, Bin, Convergence, ConvergencePoint, DistributionSummary, DrawnValue, Histogram,
    InputSummary, IrrSummary, IterationDetail, IterationTable, PathBasis, PaybackSummary,
    Percentile, Probability, RankEntry, SimulationResult, SwingEnd, SwingEntry, Tornado,
};
pub use sobol::{SobolEntry, SobolReport};

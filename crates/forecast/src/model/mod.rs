//! The models by name, what they are fitted to, and a fitted model.

mod fit;
mod fitted;
mod innovations;
mod name;
mod recipes;
mod structure;
mod training;
mod transform;

pub use fit::fit;
pub use fitted::{FITTED_FORMAT, FittedModel, Outlook, Point};
pub use innovations::Innovations;
pub use name::{Family, ModelName};
pub use structure::{Average, Combination, Ensemble, Regressed, Structure, Weighted};
pub use training::{Regressor, Training};
pub use transform::Transform;

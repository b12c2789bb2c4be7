//! Names of models as flags.

use prospect_forecast::{ModelChoice, ModelName};

/// `auto`, or names of models separated by commas.
pub(crate) fn choice(text: &str) -> Result<ModelChoice, String> {
    if text.eq_ignore_ascii_case("auto") || text.eq_ignore_ascii_case("automatic") {
        return Ok(ModelChoice::Automatic);
    }
    text.split(',')
        .map(name)
        .collect::<Result<_, _>>()
        .map(ModelChoice::Only)
}

pub(crate) fn name(text: &str) -> Result<ModelName, String> {
    ModelName::parse(text.trim()).ok_or_else(|| {
        let known: Vec<_> = ModelName::ALL.iter().map(|model| model.code()).collect();
        format!(
            "there is no such model; there are auto, {}",
            known.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_go_by_code_or_name() {
        assert_eq!(choice("auto"), Ok(ModelChoice::Automatic));
        let both = ModelChoice::Only(vec![ModelName::Theta, ModelName::DampedHolt]);
        assert_eq!(choice("theta, damped_holt"), Ok(both));
        assert!(choice("arima").unwrap_err().contains("seasonal_naive"));
    }
}

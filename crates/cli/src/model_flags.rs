//! Names of models as flags.

use prospect_forecast::bands::IntervalMethod;
use prospect_forecast::model::Transform;
use prospect_forecast::settings::TransformChoice;
use prospect_forecast::{ModelChoice, ModelName};
use serde_json::Value;

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
            "there is no such model; there are auto, {}, and single forms such as ets:MAdM and arima:0-1-1",
            known.join(", ")
        )
    })
}

/// `automatic`, `none`, `log`, or `box_cox:` with a λ.
pub(crate) fn transform(text: &str) -> Result<TransformChoice, String> {
    Ok(match text {
        "automatic" => TransformChoice::Automatic,
        "none" => TransformChoice::Fixed(Transform::None),
        "log" => TransformChoice::Fixed(Transform::Log),
        _ => {
            let lambda = text
                .strip_prefix("box_cox:")
                .and_then(|lambda| lambda.parse().ok())
                .filter(|&lambda: &f64| lambda > 0.0 && lambda <= 1.0)
                .ok_or("must be automatic, none, log, or box_cox:λ with λ above 0 and at most 1")?;
            TransformChoice::Fixed(Transform::BoxCox { lambda })
        }
    })
}

/// A method by the name it has in the API.
pub(crate) fn intervals(text: &str) -> Result<IntervalMethod, String> {
    serde_json::from_value(Value::String(text.to_owned())).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_go_by_code_or_name() {
        assert_eq!(choice("auto"), Ok(ModelChoice::Automatic));
        assert!(choice("ets:AAM").is_err());
        assert!(choice("arima:0-1-1-0-1-1-12").is_ok());
        let both = ModelChoice::Only(vec![ModelName::Theta, ModelName::DampedHolt]);
        assert_eq!(choice("theta, damped_holt"), Ok(both));
        assert!(choice("arim").unwrap_err().contains("seasonal_naive"));
    }
}

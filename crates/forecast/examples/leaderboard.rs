//! Every model against naive on one price series, by rolling origins, as JSON: what `forecast` finds
//! when all models are asked for. `leaderboard <file> <horizon>`: a CSV file of dates and prices.

use prospect_forecast::{History, ModelChoice, ModelName, Settings, forecast};
use prospect_series::{Series, Timestamp};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: leaderboard <file> <horizon>";
    let text = std::fs::read_to_string(arguments.next().ok_or(usage)?)?;
    let horizon = arguments.next().ok_or(usage)?.parse()?;
    let (mut times, mut values) = (Vec::new(), Vec::new());
    for line in text.lines().skip(1) {
        let (date, price) = line.split_once(',').ok_or("not two columns")?;
        times.push(format!("{date}T00:00:00Z").parse::<Timestamp>()?);
        values.push(price.parse().unwrap_or(f64::NAN));
    }
    let history = History::from_series(&Series::new(times, values)?, None)?;
    let models = ModelName::ALL.into_iter().filter(|model| {
        // The intermittent family is for demand, not for prices.
        model.family() != prospect_forecast::model::Family::Intermittent
    });
    let settings = Settings {
        horizon,
        models: ModelChoice::Only(models.collect()),
        budget_ms: 20_000,
        anomalies: false,
        ..Settings::default()
    };
    let made = forecast(&history, &settings)?;
    println!("{}", serde_json::to_string(&made)?);
    Ok(())
}
